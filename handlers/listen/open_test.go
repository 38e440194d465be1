package listen_test

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers/listen"
)

func open(t *testing.T, address string) net.Listener {
	t.Helper()
	l, err := listen.Open(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func TestAnAddressThatCannotBeReadIsNotTried(t *testing.T) {
	for _, address := range []string{
		"", "nonsense", "8080", "127.0.0.1", "unix:", "unix:@abstract", "unix:/tmp/x,mode=9", "unix:/tmp/x,mode=1777",
	} {
		l, err := listen.Open(address)
		if l != nil {
			_ = l.Close()
		}
		if !errors.Is(err, listen.ErrAddress) || !strings.HasSuffix(err.Error(), "; use HOST:PORT, :PORT, unix:/path or systemd:NAME") {
			t.Errorf("Open(%q): %v", address, err)
		}
	}
}

func TestWhyAPortIsNotToBeHadIsSaidWithAHint(t *testing.T) {
	taken := open(t, "127.0.0.1:0").Addr().String()
	for address, want := range map[string]string{
		taken:         "listen on " + taken + ": address already in use",
		"192.0.2.1:0": "listen on 192.0.2.1:0: cannot assign requested address; no interface of this machine has that address",
	} {
		if _, err := listen.Open(address); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestASocketFileHasItsModeAndGoesWithItsListener(t *testing.T) {
	path := filepath.Join(t.TempDir(), "http.sock")
	for spec, want := range map[string]os.FileMode{"": 0o660, ",mode=0666": 0o666} {
		l := open(t, "unix:"+path+spec)
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("mode %v, %v, want %v", info.Mode(), err, want)
		}
		_ = l.Close()
		if _, err := os.Stat(path); !os.IsNotExist(err) {
			t.Errorf("after Close the file is there: %v", err)
		}
	}
}

func TestOnlyASocketThatNobodyUsesIsReplaced(t *testing.T) {
	dir := t.TempDir()
	stale := filepath.Join(dir, "stale.sock")
	left, err := net.Listen("unix", stale)
	if err != nil {
		t.Fatal(err)
	}
	left.(*net.UnixListener).SetUnlinkOnClose(false)
	_ = left.Close()
	live := open(t, "unix:"+stale)

	if _, err := listen.Open("unix:" + stale); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("a socket in use was opened again: %v", err)
	}
	if conn, err := net.Dial("unix", stale); err != nil {
		t.Errorf("the live socket is gone: %v", err)
	} else {
		_ = conn.Close()
	}
	_ = live.Close()

	file := filepath.Join(dir, "precious.txt")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := listen.Open("unix:" + file); err == nil {
		t.Error("a file was taken for a socket")
	}
	if _, err := os.Stat(file); err != nil {
		t.Errorf("the file is gone: %v", err)
	}
}

func TestAConnectionOnASocketFileComesFromThisMachine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "http.sock")
	l := open(t, "unix:"+path)
	conn, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	got, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer got.Close()
	if a := got.RemoteAddr().String(); a != "127.0.0.1:0" {
		t.Errorf("peer %s", a)
	}
}

func TestTheServiceManagerIsTold(t *testing.T) {
	if err := listen.Notify(listen.Ready); err != nil {
		t.Errorf("without a manager: %v", err)
	}
	path := filepath.Join(t.TempDir(), "notify")
	manager, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer manager.Close()
	t.Setenv("NOTIFY_SOCKET", path)
	if err := listen.Notify(listen.Stopping); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, 100)
	n, err := manager.Read(got)
	if string(got[:n]) != "STOPPING=1" || err != nil {
		t.Errorf("got %q, %v", got[:n], err)
	}
}
