package endurance_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// roles are what the test program does when it starts itself: an edge that goes
// wrong, to show that a test sees it.
var roles = map[string]func(){"naive": playNaive}

const roleVariable = "ENDURANCE_TEST_ROLE"

func TestMain(m *testing.M) {
	if play := roles[os.Getenv(roleVariable)]; play != nil {
		play()
		return
	}
	code := m.Run()
	if built.folder != "" {
		_ = os.RemoveAll(built.folder)
	}
	os.Exit(code)
}

var built build

// program builds the real program once and returns its path.
func program(t *testing.T) string {
	t.Helper()
	built.once.Do(built.make)
	if built.err != nil {
		t.Fatal(built.err)
	}
	return filepath.Join(built.folder, "signpost")
}

// build is the program that all tests of this package share.
type build struct {
	once   sync.Once
	folder string
	err    error
}

func (b *build) make() {
	if b.folder, b.err = os.MkdirTemp("", "endurance"); b.err != nil {
		return
	}
	cmd := exec.Command("go", "build", "-o", filepath.Join(b.folder, "signpost"), "../../cmd/signpost")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.err = fmt.Errorf("build the program: %w: %s", err, out)
	}
}
