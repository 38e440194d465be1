// Package needs lets a test say what it needs from the machine. Where that is
// missing the test is skipped, and says which Debian package would help.
package needs

import (
	"os"
	"os/exec"
	"testing"
)

// Program returns the path of a program, or skips the test. Programs of the
// system administrator, which are not on every PATH, are found as well.
func Program(t testing.TB, name, debianPackage string) string {
	t.Helper()
	for _, candidate := range []string{name, "/usr/sbin/" + name, "/sbin/" + name} {
		if path, err := exec.LookPath(candidate); err == nil {
			return path
		}
	}
	t.Skipf("%s is not installed: needs Debian package %s", name, debianPackage)
	return ""
}

// File returns the path of a file or folder, or skips the test.
func File(t testing.TB, path, debianPackage string) string {
	t.Helper()
	if _, err := os.Stat(path); err != nil {
		t.Skipf("%s is not there: needs Debian package %s", path, debianPackage)
	}
	return path
}
