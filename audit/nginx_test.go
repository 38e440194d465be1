package audit_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/internal/needs"
)

// serveByNginx serves a folder with a real nginx on a port of its own, until
// the test ends, and returns its address.
func serveByNginx(t *testing.T, root string) string {
	t.Helper()
	return serveWrongly(t, root, "", "")
}

// serveWrongly serves a folder by a nginx with further lines of its
// configuration: some for http, some for the server.
func serveWrongly(t *testing.T, root, global, local string) string {
	t.Helper()
	nginx := needs.Program(t, "nginx", "nginx-light")
	dir, addr := t.TempDir(), freeAddr(t)
	conf := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(conf, []byte(nginxConf(dir, addr, root, global, local)), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(nginx, "-p", dir, "-e", filepath.Join(dir, "error.log"), "-c", conf)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	awaitPort(t, addr)
	return "http://" + addr
}

func nginxConf(dir, addr, root, global, local string) string {
	var temp strings.Builder
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		fmt.Fprintf(&temp, "%s_temp_path %s;\n", kind, filepath.Join(dir, kind))
	}
	return fmt.Sprintf(`daemon off; master_process off; worker_processes 1; pid %s/pid;
events {}
http {
types { text/html html; text/css css; application/javascript js; image/png png; image/svg+xml svg; text/plain txt; application/json json; }
default_type application/octet-stream; access_log off; %s %s
server { listen %s; root %s; %s }
}
`, dir, temp.String(), global, addr, root, local)
}

func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// awaitPort returns when something answers at the address; each try waits for
// the kernel, not for a time.
func awaitPort(t *testing.T, addr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for ctx.Err() == nil {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+addr+"/", nil)
		if err != nil {
			t.Fatal(err)
		}
		if resp, err := http.DefaultClient.Do(req); err == nil {
			resp.Body.Close()
			http.DefaultClient.CloseIdleConnections()
			return
		}
	}
	t.Fatalf("nothing answers at %s", addr)
}
