//go:build slow

package listen_test

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/internal/needs"
)

var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

// descriptors counts what a process holds open. A client that does not read is
// the last to learn that its connection is closed.
func descriptors(t *testing.T, pid int) int {
	t.Helper()
	open, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		t.Fatal(err)
	}
	return len(open)
}

// A thousand slow clients of each kind are cut off about 30 seconds after they
// came, the last of them two seconds after the first, while others are served.
// Run it by `make slow`.
func TestAThousandSlowClientsAreCutOff(t *testing.T) {
	program := needs.Program(t, "slowhttptest", "slowhttptest")
	for name, flags := range map[string]string{
		"headers": "-H -i 5", "body": "-B -i 5 -s 8192", "range": "-R", "slow read": "-X -w 10 -y 20 -n 5 -z 1",
	} {
		t.Run(name, func(t *testing.T) {
			address, pid := startEdgeProcess(t)
			args := append(strings.Fields(flags), "-c", "1000", "-r", "500", "-l", "35", "-p", "2", "-u", "http://"+address+"/large")
			done := make(chan struct{})
			var out []byte
			start := time.Now()
			go func() {
				defer close(done)
				out, _ = exec.CommandContext(t.Context(), program, args...).CombinedOutput()
			}()
			served := liveWhile(t, "http://"+address+"/live", done)
			took := time.Since(start)
			text := colours.ReplaceAllString(string(out), "")
			end := text[max(0, len(text)-500):]
			t.Logf("%v after the first came, %v\n%s", took.Round(time.Second), served, end)
			if n := descriptors(t, pid); n > 100 {
				t.Errorf("%d descriptors are open after the attack", n)
			}
			if strings.Contains(text, "service available:   NO") {
				t.Error("the site was unavailable meanwhile")
			}
			if served.errors > 0 || served.p99() > 50*time.Millisecond {
				t.Errorf("beside a thousand slow clients: %v", served)
			}
		})
	}
}
