package store

import (
	"errors"
	"os"
	"path/filepath"
)

// Previous is a finished run that is only read. Close it.
type Previous struct {
	Meta
	Log  *Log
	lock *os.File
}

// OpenPrevious opens the newest finished run with these seeds and settings; nil
// when there is none, or another process holds it.
func OpenPrevious(stateDir string, m Meta) *Previous {
	for _, one := range runs(stateDir, m.Seeds) {
		if one.State != Finished || difference(one.Settings, m.Settings) != "" {
			continue
		}
		lock, err := lockFile(filepath.Join(one.dir, "lock"))
		if err != nil {
			return nil
		}
		log, err := OpenLog(filepath.Join(one.dir, "log"))
		if err != nil {
			lock.Close()
			return nil
		}
		return &Previous{one.Meta, log, lock}
	}
	return nil
}

// Close gives the run back. A nil Previous has nothing to give.
func (p *Previous) Close() error {
	if p == nil {
		return nil
	}
	return errors.Join(p.Log.Close(), p.lock.Close())
}
