package listen

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// socketMode lets the owner and the group connect.
const socketMode fs.FileMode = 0o660

func openUnix(spec string) (net.Listener, error) {
	path, mode, err := splitMode(spec)
	if err != nil {
		return nil, err
	}
	if err := removeStale(path); err != nil {
		return nil, err
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, mode); err != nil {
		_ = l.Close()
		return nil, fmt.Errorf("set the mode of the socket: %w", err)
	}
	return localListener{l}, nil
}

// splitMode reads PATH or PATH,mode=OCTAL.
func splitMode(spec string) (path string, mode fs.FileMode, err error) {
	path, text, given := strings.Cut(spec, ",mode=")
	if path == "" || path[0] == '@' {
		return "", 0, fmt.Errorf("%w: it names no file", ErrAddress)
	}
	if !given {
		return path, socketMode, nil
	}
	bits, err := strconv.ParseUint(text, 8, 9)
	if err != nil {
		return "", 0, fmt.Errorf("%w: mode %q is not an octal number up to 0777", ErrAddress, text)
	}
	return path, fs.FileMode(bits), nil
}

// removeStale deletes a socket file that nobody listens on any more, and
// nothing else: a program that was killed leaves its own behind.
func removeStale(path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.Mode().Type() != fs.ModeSocket:
		return fmt.Errorf("%s is there and is no socket", path)
	}
	conn, err := net.Dial("unix", path)
	if err == nil {
		_ = conn.Close()
		return fmt.Errorf("%s: %w", path, syscall.EADDRINUSE)
	}
	if !errors.Is(err, syscall.ECONNREFUSED) {
		return fmt.Errorf("look whether %s is in use: %w", path, err)
	}
	return os.Remove(path)
}

// localListener gives the connections of a socket file an address, by which
// trusted peers can be told: they come from this machine.
type localListener struct{ net.Listener }

// Accept waits for the next connection.
func (l localListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return localConn{conn}, nil
}

type localConn struct{ net.Conn }

// RemoteAddr is that of the local host.
func (localConn) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

// CloseWrite says that nothing more will be sent.
func (c localConn) CloseWrite() error { return closeWrite(c.Conn) }

// closeWrite closes half of a connection that can do so, else all of it.
func closeWrite(conn net.Conn) error {
	if half, ok := conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return conn.Close()
}
