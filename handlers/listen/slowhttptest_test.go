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

var leftOpen = regexp.MustCompile(`(pending|connected):\s+(\d+)`)

// A thousand slow clients of each kind are cut off within 30 seconds, while
// others are served. Run it by `make slow`.
func TestAThousandSlowClientsAreCutOff(t *testing.T) {
	program := needs.Program(t, "slowhttptest", "slowhttptest")
	for name, flags := range map[string]string{
		"headers": "-H -i 5", "body": "-B -i 5 -s 8192", "range": "-R", "slow read": "-X -w 1 -y 2 -n 5 -z 1 -k 3",
	} {
		t.Run(name, func(t *testing.T) {
			address, _ := startEdgeProcess(t)
			args := append(strings.Fields(flags), "-c", "1000", "-r", "500", "-l", "45", "-p", "2", "-u", "http://"+address+"/")
			done := make(chan struct{})
			var out []byte
			go func() {
				defer close(done)
				out, _ = exec.CommandContext(t.Context(), program, args...).CombinedOutput()
			}()
			slowest := slowestWhile(t, "http://"+address+"/live", done)
			text := string(out)
			end := text[max(0, len(text)-800):]
			t.Logf("slowest live request %v\n%s", slowest, end)
			for _, m := range leftOpen.FindAllStringSubmatch(end, -1) {
				if m[2] != "0" {
					t.Errorf("%s connections are %s at the end", m[2], m[1])
				}
			}
			if slowest > 500*time.Millisecond {
				t.Errorf("the slowest live request took %v", slowest)
			}
		})
	}
}
