package audit_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/needs"
)

// serverProgram is a web server that a test runs with lines of configuration.
type serverProgram struct {
	program, pkg string
	conf         func(dir, addr, root, lines string) string
	args         func(dir, conf, addr, root string) []string
}

var (
	apache = serverProgram{"apache2", "apache2", apacheConf, func(_, conf, _, _ string) []string { return []string{"-D", "FOREGROUND", "-f", conf} }}
	caddy  = serverProgram{"caddy", "caddy", caddyConf, func(_, conf, _, _ string) []string {
		return []string{"run", "--adapter", "caddyfile", "--config", conf}
	}}
	haproxy    = serverProgram{"haproxy", "haproxy", haproxyConf, func(_, conf, _, _ string) []string { return []string{"-db", "-f", conf} }}
	lighttpd   = serverProgram{"lighttpd", "lighttpd", lighttpdConf, func(_, conf, _, _ string) []string { return []string{"-D", "-f", conf} }}
	httpServer = serverProgram{"/usr/bin/python3", "python3", func(_, _, _, _ string) string { return "" }, pythonArgs}
	express    = serverProgram{"node", "nodejs", expressConf, func(_, conf, _, _ string) []string { return []string{conf} }}
)

func apacheConf(dir, addr, root, lines string) string {
	var modules strings.Builder
	for m := range strings.FieldsSeq("mpm_event authz_core alias dir mime headers rewrite") {
		fmt.Fprintf(&modules, "LoadModule %s_module /usr/lib/apache2/modules/mod_%s.so\n", m, m)
	}
	return modules.String() + fmt.Sprintf(`ServerName localhost
ServerRoot %[1]s
PidFile %[1]s/pid
ErrorLog %[1]s/error.log
Listen %[2]s
DocumentRoot %[3]s
DirectoryIndex index.html
AddType text/html .html
AddType text/css .css
AddType text/plain .txt
ServerTokens Prod
TypesConfig /dev/null
%[4]s
`, dir, addr, root, lines)
}

func caddyConf(dir, addr, root, lines string) string {
	return fmt.Sprintf("{\n\tadmin off\n\tauto_https off\n\tstorage file_system %s\n}\nhttp://%s {\n\troot * %s\n%s\n}\n", dir, addr, root, lines)
}

func haproxyConf(_, addr, root, lines string) string {
	return fmt.Sprintf("defaults\n mode http\n timeout connect 5s\n timeout client 30s\n timeout server 30s\n"+
		"frontend site\n bind %s\n default_backend site\n%s\n", addr, lines)
}

func lighttpdConf(dir, addr, root, lines string) string {
	host, port, _ := strings.Cut(addr, ":")
	return fmt.Sprintf(`server.modules = ("mod_rewrite", "mod_setenv")
server.bind = %q
server.port = %s
server.document-root = %q
server.errorlog = %q
index-file.names = ("index.html")
mimetype.assign = (".html" => "text/html", ".css" => "text/css", ".txt" => "text/plain", "" => "application/octet-stream")
%s
`, host, port, root, filepath.Join(dir, "error.log"), lines)
}

func expressConf(_, addr, root, lines string) string {
	host, port, _ := strings.Cut(addr, ":")
	return fmt.Sprintf("const express = require('express'), path = require('path');\nconst app = express(), root = %q;\n"+
		"app.disable('x-powered-by');\n%s\napp.listen(%s, %q);\n", root, lines, port, host)
}

func pythonArgs(_, _, addr, root string) []string {
	host, port, _ := strings.Cut(addr, ":")
	return []string{"-m", "http.server", port, "--bind", host, "--directory", root}
}

// serve runs the program on a port of its own until the test ends, and returns
// its address.
func (p serverProgram) serve(t *testing.T, root, lines string) string {
	t.Helper()
	program := needs.Program(t, p.program, p.pkg)
	dir, addr := t.TempDir(), freeAddr(t)
	for path := dir; len(path) > len(os.TempDir()); path = filepath.Dir(path) {
		if err := os.Chmod(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	conf := filepath.Join(dir, "site.conf")
	text := strings.NewReplacer("{addr}", addr, "{root}", root).Replace(p.conf(dir, addr, root, lines))
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, p.args(dir, conf, addr, root)...)
	cmd.Env = append(os.Environ(), "HOME="+dir)
	if p.program == "node" {
		cmd.Env = append(cmd.Env, "NODE_PATH="+needs.NPM(t, "express"))
	}
	var log strings.Builder
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	answers := false
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
		if !answers {
			t.Logf("%s said:\n%s", p.program, log.String())
		}
	})
	awaitPort(t, addr)
	answers = true
	return "http://" + addr
}
