package listen

import (
	"fmt"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// firstPassed is the number of the first descriptor that systemd passes
// (sd_listen_fds(3)).
const firstPassed = 3

// openActivated listens on the socket that systemd opened and named. It may be
// called again for the same name: the passed descriptor itself stays open.
func openActivated(name string) (net.Listener, error) {
	names, err := passedNames(os.Getenv("LISTEN_PID"), os.Getenv("LISTEN_FDS"), os.Getenv("LISTEN_FDNAMES"))
	if err != nil {
		return nil, err
	}
	at := slices.Index(names, name)
	switch {
	case at < 0:
		return nil, fmt.Errorf("systemd passed no socket of that name, only %s", strings.Join(names, ", "))
	case slices.Contains(names[at+1:], name):
		return nil, fmt.Errorf("systemd passed several sockets of that name: give each its own FileDescriptorName=")
	}
	return listenerOf(firstPassed+at, name)
}

// passedNames lists the names of the passed sockets in the order of their
// descriptors.
func passedNames(pid, count, names string) ([]string, error) {
	n, err := strconv.Atoi(count)
	if pid != strconv.Itoa(os.Getpid()) || err != nil || n < 1 {
		return nil, fmt.Errorf("systemd passed no sockets to this process: start it by a unit with a .socket beside it")
	}
	list := strings.Split(names, ":")
	for len(list) < n {
		list = append(list, "unknown")
	}
	return list[:n], nil
}

// listenerOf works on copies: a descriptor that was closed would be given to
// something else, and be taken for the socket the next time.
func listenerOf(fd int, name string) (net.Listener, error) {
	syscall.CloseOnExec(fd)
	own, err := syscall.Dup(fd)
	if err != nil {
		return nil, fmt.Errorf("take over descriptor %d: %w", fd, err)
	}
	syscall.CloseOnExec(own)
	file := os.NewFile(uintptr(own), name)
	defer file.Close()
	l, err := net.FileListener(file)
	if err != nil {
		return nil, fmt.Errorf("descriptor %d is no socket to listen on: %w", fd, err)
	}
	if l.Addr().Network() == "unix" {
		return localListener{l}, nil
	}
	return l, nil
}
