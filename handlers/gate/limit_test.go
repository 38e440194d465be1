package gate_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-3913a1bb/signpost/handlers/gate"
)

// login is five a minute, five at once.
func login(c *clock, change ...func(*gate.LimitOptions)) gate.LimitOptions {
	o := gate.LimitOptions{
		Name: "login", Allow: 5, Per: time.Minute, Burst: 5,
		Scope: gate.Scope{Path: under("/login"), Methods: []string{http.MethodPost}},
		Now:   c.Now,
	}
	for _, f := range change {
		f(&o)
	}
	return o
}

func TestALimitGrantsItsBurstAndThenOneRequestPerInterval(t *testing.T) {
	c := newClock()
	l := must[*gate.Limit](t)(gate.NewLimit(login(c)))

	for i := range 5 {
		v := visit("POST", "/login")
		if r := l.Check(v); r != nil {
			t.Fatalf("request %d was refused", i+1)
		}
		want := http.Header{
			"Ratelimit-Policy": {`"login";q=5;w=60`},
			"Ratelimit":        {fmt.Sprintf(`"login";r=%d;t=12`, 4-i)},
		}
		if diff := cmp.Diff(want, applied(v)); diff != "" {
			t.Errorf("fields of request %d (-want +got):\n%s", i+1, diff)
		}
	}

	v := visit("POST", "/login")
	r := l.Check(v)
	if r == nil {
		t.Fatal("the sixth request was let in")
	}
	want := &gate.Refusal{
		Status: 429, Type: "http_request_denied", Word: "limit", Name: "login",
		RetryAfter: 12 * time.Second, Exact: true,
		Problem:  "https://iana.org/assignments/http-problem-types#quota-exceeded",
		Violated: []string{"login"},
	}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Errorf("refusal (-want +got):\n%s", diff)
	}
	if got := applied(v).Get("RateLimit"); got != `"login";r=0;t=12` {
		t.Errorf("RateLimit of the refusal = %s", got)
	}

	c.advance(12 * time.Second)
	if l.Check(visit("POST", "/login")) != nil {
		t.Error("a client that waited as told was refused")
	}
	if l.Check(visit("POST", "/login")) == nil {
		t.Error("the wait paid for more than one request")
	}
}

func TestWhoObeysRetryAfterIsLetIn(t *testing.T) {
	for _, o := range []struct {
		allow, burst int
		per          time.Duration
	}{{5, 5, time.Minute}, {600, 60, time.Minute}, {20, 1, time.Second}, {7, 3, time.Hour}, {1, 1, 366 * 24 * time.Hour}} {
		c := newClock()
		l := must[*gate.Limit](t)(gate.NewLimit(gate.LimitOptions{
			Name: "x", Allow: o.allow, Per: o.per, Burst: o.burst, Now: c.Now,
		}))
		refused := 0
		for range 200 {
			if r := l.Check(visit("GET", "/")); r != nil {
				refused++
				c.advance(r.RetryAfter)
				if l.Check(visit("GET", "/")) != nil {
					t.Fatalf("%+v: refused after waiting %s", o, r.RetryAfter)
				}
			}
			c.advance(137 * time.Microsecond)
		}
		if refused == 0 {
			t.Errorf("%+v: nothing was refused", o)
		}
	}
}

func TestARefusedRequestCostsNothing(t *testing.T) {
	c := newClock()
	l := must[*gate.Limit](t)(gate.NewLimit(login(c)))
	for range 1000 {
		l.Check(visit("POST", "/login"))
	}
	c.advance(12 * time.Second)
	if l.Check(visit("POST", "/login")) != nil {
		t.Error("refused requests prolonged the wait")
	}
}

func TestAClockThatJumpsBackLocksNobodyOut(t *testing.T) {
	c := newClock()
	l := must[*gate.Limit](t)(gate.NewLimit(login(c)))
	l.Check(visit("POST", "/login"))
	c.advance(-24 * time.Hour)
	r := l.Check(visit("POST", "/login"))
	if r == nil {
		t.Fatal("the debt was forgotten")
	}
	if r.RetryAfter > time.Minute {
		t.Errorf("RetryAfter = %s after the clock jumped back", r.RetryAfter)
	}
}

func TestALimitLooksOnlyAtItsScope(t *testing.T) {
	c := newClock()
	l := must[*gate.Limit](t)(gate.NewLimit(login(c)))
	for range 50 {
		for _, v := range []*gate.Visit{visit("GET", "/login"), visit("POST", "/basket")} {
			if l.Check(v) != nil || len(applied(v)) > 0 {
				t.Fatalf("%s %s was counted", v.Request.Method, v.Path)
			}
		}
	}
}

func TestRobotsTxtIsNeverLimited(t *testing.T) {
	l := must[*gate.Limit](t)(gate.NewLimit(gate.LimitOptions{Name: "all", Allow: 1, Per: time.Hour, Now: newClock().Now}))
	for range 50 {
		if l.Check(visit("GET", "/robots.txt")) != nil {
			t.Fatal("robots.txt was refused: that stops the crawl of the whole host")
		}
	}
}

func TestWhoIsOneClient(t *testing.T) {
	for _, c := range []struct {
		name, per   string
		first, then *gate.Visit
		same        bool
	}{
		{"an IPv4 address", "client_ip", visitFrom("192.0.2.1", "GET", "/"), visitFrom("192.0.2.1", "GET", "/"), true},
		{"two IPv4 addresses", "client_ip", visitFrom("192.0.2.1", "GET", "/"), visitFrom("192.0.2.2", "GET", "/"), false},
		{"an IPv4 address in IPv6 form", "client_ip", visitFrom("192.0.2.1", "GET", "/"), visitFrom("::ffff:192.0.2.1", "GET", "/"), true},
		{"two of one IPv6 /64", "client_ip", visitFrom("2001:db8::1", "GET", "/"), visitFrom("2001:db8::ffff:1", "GET", "/"), true},
		{"two IPv6 /64", "client_ip", visitFrom("2001:db8:0:1::1", "GET", "/"), visitFrom("2001:db8:0:2::1", "GET", "/"), false},
		{"one zone or another", "client_ip", visitFrom("fe80::1%eth0", "GET", "/"), visitFrom("fe80::1%eth1", "GET", "/"), true},
		{"a forged X-Forwarded-For", "client_ip", visit("GET", "/", "X-Forwarded-For: 1.1.1.1"), visit("GET", "/", "X-Forwarded-For: 2.2.2.2"), true},
		{"one token from two addresses", "header:Authorization", visitFrom("192.0.2.1", "GET", "/", "Authorization: Bearer a"), visitFrom("192.0.2.2", "GET", "/", "Authorization: Bearer a"), true},
		{"two tokens", "header:authorization", visit("GET", "/", "Authorization: Bearer a"), visit("GET", "/", "Authorization: Bearer b"), false},
		{"no token: the address", "header:Authorization", visitFrom("192.0.2.1", "GET", "/"), visitFrom("192.0.2.1", "GET", "/"), true},
		{"no token: two addresses", "header:Authorization", visitFrom("192.0.2.1", "GET", "/"), visitFrom("192.0.2.2", "GET", "/"), false},
		{"one cookie", "cookie:sid", visitFrom("192.0.2.1", "GET", "/", "Cookie: a=1; sid=x"), visitFrom("192.0.2.2", "GET", "/", "Cookie: sid=x; b=2"), true},
		{"two cookies", "cookie:sid", visit("GET", "/", "Cookie: sid=x"), visit("GET", "/", "Cookie: sid=y"), false},
	} {
		l := must[*gate.Limit](t)(gate.NewLimit(gate.LimitOptions{Name: "x", Allow: 1, Per: time.Hour, Key: c.per, Now: newClock().Now}))
		if l.Check(c.first) != nil {
			t.Fatalf("%s: the first request was refused", c.name)
		}
		if got := l.Check(c.then) != nil; got != c.same {
			t.Errorf("%s: counted as one client: %t, want %t", c.name, got, c.same)
		}
	}
}

func TestAnUnknownAddressMakesNobodyWait(t *testing.T) {
	l := must[*gate.Limit](t)(gate.NewLimit(gate.LimitOptions{Name: "x", Allow: 1, Per: time.Hour, Now: newClock().Now}))
	for range 3 {
		if l.Check(visitFrom("", "GET", "/")) != nil {
			t.Fatal("visitors behind a socket were made to wait for each other")
		}
	}
}

func TestReportModeCountsAndSaysNothing(t *testing.T) {
	var n tally
	l := must[*gate.Limit](t)(gate.NewLimit(login(newClock(), func(o *gate.LimitOptions) {
		o.Mode, o.Count = gate.Report, n.count
	})))
	for range 8 {
		v := visit("POST", "/login")
		if l.Check(v) != nil {
			t.Fatal("report mode refused a request")
		}
		if h := applied(v); len(h) > 0 {
			t.Fatalf("report mode sent %v", h)
		}
	}
	n.want(t, "login allowed", 5)
	n.want(t, "login would-refuse", 3)
	n.want(t, "login refused", 0)
}

func TestFieldsOfOtherForms(t *testing.T) {
	for form, want := range map[gate.Fields]http.Header{
		gate.Legacy: {"X-Ratelimit-Limit": {"600"}, "X-Ratelimit-Remaining": {"59"}, "X-Ratelimit-Reset": {"1"}},
		gate.None:   {},
	} {
		l := must[*gate.Limit](t)(gate.NewLimit(gate.LimitOptions{
			Name: "api", Allow: 600, Per: time.Minute, Burst: 60, Fields: form, Now: newClock().Now,
		}))
		v := visit("GET", "/")
		l.Check(v)
		if diff := cmp.Diff(want, applied(v)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", form, diff)
		}
	}
}

func TestTheSitesOwnFieldsStay(t *testing.T) {
	l := must[*gate.Limit](t)(gate.NewLimit(gate.LimitOptions{Name: "edge", Allow: 5, Per: time.Minute, Now: newClock().Now}))
	v := visit("GET", "/")
	l.Check(v)
	h := http.Header{"Ratelimit": {`"app";r=1;t=2`}}
	v.Apply(h)
	if want := []string{`"app";r=1;t=2`, `"edge";r=4;t=12`}; !cmp.Equal(h["Ratelimit"], want) {
		t.Errorf("RateLimit = %q, want %q", h["Ratelimit"], want)
	}

	l = must[*gate.Limit](t)(gate.NewLimit(gate.LimitOptions{Name: "edge", Allow: 5, Per: time.Minute, Fields: gate.Legacy, Now: newClock().Now}))
	v = visit("GET", "/")
	l.Check(v)
	h = http.Header{"X-Ratelimit-Limit": {"1"}}
	v.Apply(h)
	if got := h["X-Ratelimit-Limit"]; !cmp.Equal(got, []string{"1"}) {
		t.Errorf("X-RateLimit-Limit = %q: a single field got two values", got)
	}
}

func TestANameIsWrittenAsAString(t *testing.T) {
	l := must[*gate.Limit](t)(gate.NewLimit(gate.LimitOptions{Name: `a "b\c`, Allow: 1, Per: time.Second, Now: newClock().Now}))
	v := visit("GET", "/")
	l.Check(v)
	if got := applied(v).Get("RateLimit-Policy"); got != `"a \"b\\c";q=1;w=1` {
		t.Errorf("RateLimit-Policy = %s", got)
	}
}

func TestMistakesOfALimitAreToldAtOnce(t *testing.T) {
	_, err := gate.NewLimit(gate.LimitOptions{
		Name: "é", Allow: 0, Burst: -1, Key: "user_agent", Mode: "maybe", Fields: "some",
	})
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{"printable", "allow:", "burst:", `"user_agent" is no key`, `"maybe"`, `"some"`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in:\n%v", want, err)
		}
	}
	for _, o := range []gate.LimitOptions{
		{Name: "x", Allow: 1 << 24, Per: time.Nanosecond},
		{Name: "x", Allow: 1, Per: 366 * 24 * time.Hour, Burst: 1 << 24},
		{Name: "x", Allow: 1, Per: time.Second, Key: "header:"},
	} {
		if _, err := gate.NewLimit(o); err == nil {
			t.Errorf("%+v was accepted", o)
		}
	}
}

func TestATableIsBoundedAndKeepsTheBusiest(t *testing.T) {
	c := newClock()
	table := gate.NewTable()
	l := must[*gate.Limit](t)(gate.NewLimit(gate.LimitOptions{
		Name: "x", Allow: 10, Per: time.Hour, Key: "header:K", Table: table, Now: c.Now,
	}))
	for range 10 {
		l.Check(visit("GET", "/", "K: busy"))
	}
	v := visit("GET", "/", "K: ")
	for i := range 2 * gate.TableSize {
		v.Request.Header["K"][0] = fmt.Sprint(i)
		l.Check(v)
		v.Leave()
		if i%1000 == 0 {
			v = visit("GET", "/", "K: ")
		}
	}
	if n := table.Len(); n > gate.TableSize {
		t.Errorf("the table holds %d keys, at most %d", n, gate.TableSize)
	}
	if l.Check(visit("GET", "/", "K: busy")) == nil {
		t.Error("a flood of other keys freed the busiest client")
	}
}

func TestManyClientsAtOnceGetExactlyTheirShare(t *testing.T) {
	var n tally
	l := must[*gate.Limit](t)(gate.NewLimit(gate.LimitOptions{
		Name: "x", Allow: 100, Per: time.Hour, Now: newClock().Now, Count: n.count,
	}))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				l.Check(visit("GET", "/"))
			}
		})
	}
	wg.Wait()
	n.want(t, "x allowed", 100)
	n.want(t, "x refused", 700)
}

func BenchmarkLimit(b *testing.B) {
	for _, fields := range []gate.Fields{gate.IETF, gate.None} {
		for _, client := range []string{"192.0.2.1", "2001:db8::1"} {
			b.Run(string(fields)+"/"+client, func(b *testing.B) {
				l := must[*gate.Limit](b)(gate.NewLimit(gate.LimitOptions{
					Name: "api", Allow: 1e6, Per: time.Millisecond, Burst: 1e6, Fields: fields,
				}))
				v := visitFrom(client, "GET", "/")
				b.ReportAllocs()
				for b.Loop() {
					*v = gate.Visit{Request: v.Request, Client: v.Client, Path: v.Path}
					if l.Check(v) != nil {
						b.Fatal("refused")
					}
				}
			})
		}
	}
}

func FuzzCookie(f *testing.F) {
	f.Add("a=1; sid=x", "sid")
	f.Add(`sid="x"`, "sid")
	f.Add("sid", "sid")
	f.Add("=;=", "")
	f.Fuzz(func(t *testing.T, line, name string) {
		got := gate.Cookie(http.Header{"Cookie": {line}}, name)
		if got != "" && !strings.Contains(line, got) {
			t.Errorf("Cookie(%q, %q) = %q, which is not in the line", line, name, got)
		}
	})
}
