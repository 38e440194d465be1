package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"golang.org/x/tools/txtar"
)

// site is a product under capture: how to start it in a folder of its own, and
// what to ask it. In its file $DIR is that folder, $PORT the port that it
// listens on, and $DEAD a port on which nobody listens.
type site struct {
	product   string
	version   string // command that prints the version
	setup     string // command that runs before; may be empty
	command   string
	env       []string
	questions []question

	dir, port, dead string
	process         *exec.Cmd
	log             bytes.Buffer
}

// readSite reads the description of a site and lays out its files.
func readSite(file string) (*site, error) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		return nil, err
	}
	s := &site{}
	if s.dir, err = os.MkdirTemp("", "site"); err != nil {
		return nil, err
	}
	if err := s.choosePorts(); err != nil {
		return nil, err
	}
	for line := range strings.Lines(s.expand(string(archive.Comment))) {
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		if err := s.set(key, value); err != nil {
			return nil, err
		}
	}
	for _, f := range archive.Files {
		path := filepath.Join(s.dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, []byte(s.expand(string(f.Data))), 0o600); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *site) set(key, value string) error {
	switch key {
	case "product":
		s.product = value
	case "version":
		s.version = value
	case "setup":
		s.setup = value
	case "run":
		s.command = value
	case "env":
		s.env = strings.Fields(value)
	case "ask", "html", "raw":
		q, err := newQuestion(key, value)
		s.questions = append(s.questions, q)
		return err
	default:
		return fmt.Errorf("unknown key %q", key)
	}
	return nil
}

// choosePorts finds two free ports.
func (s *site) choosePorts() error {
	for _, port := range []*string{&s.port, &s.dead} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		defer l.Close()
		_, *port, _ = net.SplitHostPort(l.Addr().String())
	}
	return nil
}

func (s *site) expand(text string) string {
	return strings.NewReplacer("$DIR", s.dir, "$PORT", s.port, "$DEAD", s.dead).Replace(text)
}

// neutral takes the traces of this machine out of a sample.
func (s *site) neutral(sample string) []byte {
	return []byte(strings.NewReplacer(os.Getenv("PATH"), "/bin", s.dir, "/srv/shop", "127.0.0.1:"+s.port, "www.shop.example",
		modules(), "/srv/shop/node_modules", s.port, "8080", s.dead, "8081").Replace(sample))
}

// modules is where `make capture` installs the packages from npm.
func modules() string {
	path, _ := filepath.Abs("internal/capture/npm/node_modules")
	return path
}

// shell prepares a command with a small environment, because debug pages show
// it, and in a process group of its own.
func (s *site) shell(ctx context.Context, command string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "sh", "-c", command)
	cmd.Dir = s.dir
	cmd.Env = append([]string{
		"PATH=/usr/sbin:/usr/bin:" + os.Getenv("PATH"), "HOME=" + s.dir, "LANG=C.UTF-8", "NODE_PATH=" + modules(),
	}, s.env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	return cmd
}

// start runs the product, waits until it listens and returns its version.
func (s *site) start(ctx context.Context) (version string, err error) {
	out, err := s.shell(ctx, s.version).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("ask for the version: %w: %s", err, out)
	}
	version, _, _ = strings.Cut(strings.TrimSpace(string(out)), "\n")
	if s.setup != "" {
		if out, err := s.shell(ctx, s.setup).CombinedOutput(); err != nil {
			return "", fmt.Errorf("set up: %w: %s", err, out)
		}
	}
	s.process = s.shell(ctx, "exec "+s.command)
	s.process.Stdout, s.process.Stderr = &s.log, &s.log
	if err := s.process.Start(); err != nil {
		return "", err
	}
	return strings.TrimPrefix(version, "Server version: "), s.await(ctx)
}

// await dials until somebody listens, for half a minute.
func (s *site) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for tick := time.NewTicker(100 * time.Millisecond); ; {
		conn, err := net.Dial("tcp", "127.0.0.1:"+s.port)
		if err == nil {
			return conn.Close()
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			s.stop()
			return errors.New("it does not listen: " + s.log.String())
		}
	}
}

// stop ends the product and its children, by force after two seconds.
func (s *site) stop() {
	group := -s.process.Process.Pid
	_ = syscall.Kill(group, syscall.SIGTERM)
	kill := time.AfterFunc(2*time.Second, func() { _ = syscall.Kill(group, syscall.SIGKILL) })
	_ = s.process.Wait()
	kill.Stop()
	_ = syscall.Kill(group, syscall.SIGKILL)
}
