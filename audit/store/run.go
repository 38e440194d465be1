package store

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// State says how far a run came. The values are stable.
type State string

// The states.
const (
	Running     State = "running" // or killed, when nobody holds the lock
	Interrupted State = "interrupted"
	Limited     State = "limited"
	Finished    State = "finished"
)

// Meta is what a run is.
type Meta struct {
	ID         string            `json:"id"`
	Started    time.Time         `json:"started"`
	State      State             `json:"state"`
	Seeds      []string          `json:"seeds"`
	Settings   map[string]string `json:"settings"` // that alter what belongs to the run
	ProbeNames [2]string         `json:"probe_names"`
}

// Run is a run that this process works on. Close it.
type Run struct {
	Meta
	Log     *Log
	Resumed bool // it was begun by an earlier process
	dir     string
	lock    *os.File
}

// Begin makes the folder of a new run below a state folder.
func Begin(stateDir string, m Meta) (*Run, error) {
	m.State = Running
	m.Started = m.Started.UTC()
	m.ID = m.Started.Format("2006-01-02T150405Z") + "-" + rand.Text()[:4]
	dir := filepath.Join(runsOf(stateDir), m.ID)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of the run: %w", err)
	}
	r := &Run{Meta: m, dir: dir}
	return r, r.enter()
}

// enter locks the folder and opens what is in it.
func (r *Run) enter() (err error) {
	if r.lock, err = lockFile(filepath.Join(r.dir, "lock")); err != nil {
		return err
	}
	if r.Log, err = OpenLog(filepath.Join(r.dir, "log")); err != nil {
		r.lock.Close()
		return err
	}
	return r.Mark(Running)
}

func runsOf(stateDir string) string { return filepath.Join(stateDir, "runs") }

// Mark notes how far the run is.
func (r *Run) Mark(s State) error {
	r.State = s
	raw, err := json.MarshalIndent(r.Meta, "", "  ")
	if err != nil {
		return fmt.Errorf("describe the run: %w", err)
	}
	name := filepath.Join(r.dir, "run.json")
	if err := os.WriteFile(name+".new", raw, 0o600); err != nil {
		return fmt.Errorf("describe the run: %w", err)
	}
	if err := os.Rename(name+".new", name); err != nil {
		return fmt.Errorf("describe the run: %w", err)
	}
	return nil
}

// Dir is the folder of the run.
func (r *Run) Dir() string { return r.dir }

// Close gives the run back to other processes.
func (r *Run) Close() error {
	err := r.Log.Close()
	r.lock.Close()
	return err
}
