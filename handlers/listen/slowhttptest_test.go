//go:build slow

package listen_test

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/internal/needs"
)

var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

// A thousand slow clients of each kind are cut off about 30 seconds after they
// came, the last of them two seconds after the first, while others are served.
// Run it by `make slow`.
func TestAThousandSlowClientsAreCutOff(t *testing.T) {
	program := needs.Program(t, "slowhttptest", "slowhttptest")
	for name, flags := range map[string]string{
		"headers": "-H -i 5", "body": "-B -i 5 -s 8192", "range": "-R", "slow read": "-X -w 10 -y 20 -n 5 -z 1",
	} {
		t.Run(name, func(t *testing.T) {
			address, _ := startEdgeProcess(t)
			args := append(strings.Fields(flags), "-c", "1000", "-r", "500", "-l", "60", "-p", "2", "-u", "http://"+address+"/large")
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
			if !strings.Contains(end, "No open connections left") || took > 40*time.Second {
				t.Error("not all connections were closed in time")
			}
			if strings.Contains(text, "service available:   NO") {
				t.Error("the site was unavailable meanwhile")
			}
			if served.p99() > 50*time.Millisecond {
				t.Errorf("beside a thousand slow clients: %v", served)
			}
		})
	}
}
