package listen

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"
)

// ErrAddress is the cause of an Error whose address cannot be read, so that no
// attempt to open it was made.
var ErrAddress = errors.New("not an address to listen on")

// Error says why an address was not opened.
type Error struct {
	Address string // as it was given
	Err     error
	Hint    string // what would help; may be empty
}

// Error is one line for the terminal.
func (e *Error) Error() string {
	text := fmt.Sprintf("listen on %s: %v", e.Address, e.Err)
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Open listens on an address, which is one of
//
//	:8080, 127.0.0.1:0, [::1]:80     TCP; without a host, on all of them
//	unix:/run/signpost/http.sock     a socket file, for owner and group; with
//	                                 ,mode=0666 at the end for whom the mode says
//	systemd:http                     a socket that systemd opened under this name
//
// The error is an *Error. A connection on a socket file counts as one from
// 127.0.0.1, port 0.
func Open(address string) (net.Listener, error) {
	open := openTCP
	rest := address
	if scheme, after, ok := strings.Cut(address, ":"); ok {
		switch scheme {
		case "unix":
			open, rest = openUnix, after
		case "systemd":
			open, rest = openActivated, after
		}
	}
	l, err := open(rest)
	if err != nil {
		return nil, &Error{Address: address, Err: withoutAddress(err), Hint: hintFor(address, err)}
	}
	return unsentListener{l}, nil
}

func openTCP(address string) (net.Listener, error) {
	if _, _, err := net.SplitHostPort(address); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAddress, withoutAddress(err))
	}
	return net.Listen("tcp", address)
}

// withoutAddress takes out of an error of package net what Error says already.
func withoutAddress(err error) error {
	if op, ok := errors.AsType[*net.OpError](err); ok {
		err = op.Err
	}
	if call, ok := errors.AsType[*os.SyscallError](err); ok {
		err = call.Err
	}
	if bad, ok := errors.AsType[*net.AddrError](err); ok && !errors.Is(err, ErrAddress) {
		err = errors.New(bad.Err)
	}
	return err
}

// hints are tried in order.
var hints = []struct {
	cause error
	text  string
}{
	{ErrAddress, "use HOST:PORT, :PORT, unix:/path or systemd:NAME"},
	{syscall.EACCES, "a port below 1024 needs the capability CAP_NET_BIND_SERVICE: use a higher port, or a socket of systemd"},
	{syscall.EADDRNOTAVAIL, "no interface of this machine has that address"},
}

func hintFor(address string, err error) string {
	for _, h := range hints {
		if errors.Is(err, h.cause) {
			if h.cause == error(syscall.EACCES) && strings.HasPrefix(address, "unix:") {
				return "the folder of the socket must be writable"
			}
			return h.text
		}
	}
	return ""
}
