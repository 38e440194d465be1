package upstream_test

import (
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/upstream"
)

func TestEveryMistakeOfAPoolIsReportedAtOnce(t *testing.T) {
	t.Parallel()
	o := upstream.PoolOptions{
		Servers: []string{"http://127.0.0.1:3000", "http://127.0.0.1:3000", "localhost:1", "ftp://h"},
		Server:  upstream.Options{HeaderTimeout: -1, MaxConnections: -1, H2C: true, HTTP1: true},
		Balance: "random",
		Health:  upstream.HealthOptions{Path: "healthz", Every: -1},
		Circuit: upstream.CircuitOptions{OpenFor: -1, MaxOpen: 1.5},
		Retry: upstream.RetryOptions{
			Attempts: 9, After: []string{"often", "404", "409"},
			Backoff: upstream.BackoffOptions{First: -1}, Budget: upstream.BudgetOptions{Share: 10},
		},
	}
	_, err := upstream.NewPool(o)
	if err == nil {
		t.Fatal("accepted")
	}
	if v := o.Validate(); v == nil || v.Error() != err.Error() {
		t.Errorf("Validate says %v, NewPool %v", v, err)
	}
	for _, part := range []string{
		"http://127.0.0.1:3000: this server is named twice",
		"did you mean http://localhost:1?",
		`scheme "ftp" is not known`,
		"header timeout -1ns: must not be negative",
		"max connections -1: must not be negative",
		"h2c is HTTP/2: it cannot be spoken and forbidden at once",
		`balance "random" is not known, use least-pending, round-robin or hash:path`,
		`health: path "healthz": must begin with a slash`,
		"health: times and numbers must not be negative",
		"circuit: open for -1ns: must not be negative",
		"circuit: a share of 1.5: must be between 0 and 1",
		"retry: 9 attempts: at most 5",
		`retry: after "often": neither connect-error nor reset-before-answer`,
		`retry: after "404": 404 is the server's decision about the request`,
		"retry: after 409: nobody here can tell which conflicts pass by themselves",
		"retry: backoff -1ns: must not be negative",
		"retry: a budget of 10 of the requests",
	} {
		if n := strings.Count(err.Error(), part); n != 1 {
			t.Errorf("%q is said %d times, want once, in:\n%v", part, n, err)
		}
	}
}

func TestAPoolNeedsAServer(t *testing.T) {
	t.Parallel()
	if _, err := upstream.NewPool(upstream.PoolOptions{}); err == nil || !strings.Contains(err.Error(), "no server, give at least one") {
		t.Errorf("got %v", err)
	}
}

func TestADefaultPoolIsAccepted(t *testing.T) {
	t.Parallel()
	p, err := upstream.NewPool(upstream.PoolOptions{
		Servers: []string{"http://127.0.0.1:3000/app", "https://app.test"},
		Health:  upstream.HealthOptions{Path: "/healthz?full=1", Every: time.Hour},
	})
	if err != nil {
		t.Fatal(err)
	}
	closePool(t, p)
	st := p.State()
	if len(st) != 2 || st[0].Name != "127.0.0.1:3000" || st[1].Name != "app.test" || !st[0].Healthy {
		t.Errorf("state %+v", st)
	}
}
