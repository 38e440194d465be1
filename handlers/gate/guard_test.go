package gate_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-3913a1bb/signpost/handlers/gate"
	"github.com/seed-3913a1bb/signpost/problem"
)

// newGuard returns a guard that enforces, in the name of the origin.
func newGuard(t *testing.T, o gate.GuardOptions) *gate.Guard {
	t.Helper()
	o.OriginAuthority = true
	if o.Mode == "" {
		o.Mode = gate.Enforce
	}
	return must[*gate.Guard](t)(gate.NewGuard(o))
}

func requiring() gate.GuardOptions {
	return gate.GuardOptions{Required: true, Require: gate.Scope{Path: under("/admin/documents/")}}
}

func TestAWriteWithoutConditionIsRefused(t *testing.T) {
	g := newGuard(t, requiring())
	r := g.Check(visit("PUT", "/admin/documents/7"))
	want := &gate.Refusal{
		Status: 428, Type: "http_request_denied", Name: "precondition-required", Cause: problem.PreconditionRequired,
		Header: http.Header{"Link": {`</admin/documents/7>; rel="latest-version"`}},
	}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWhichWritesNeedACondition(t *testing.T) {
	g := newGuard(t, requiring())
	for _, x := range []struct {
		visit   *gate.Visit
		refused bool
	}{
		{visit("PUT", "/admin/documents/7"), true},
		{visit("PATCH", "/admin/documents/7"), true},
		{visit("DELETE", "/admin/documents/7"), true},
		{visit("POST", "/admin/documents/7"), false},
		{visit("GET", "/admin/documents/7"), false},
		{visit("OPTIONS", "/admin/documents/7"), false},
		{visit("PUT", "/basket"), false},
		{visit("PUT", "/admin/documents/7", `If-Match: "1"`), false},
		{visit("PUT", "/admin/documents/7", "If-Match: *"), false},
		{visit("PUT", "/admin/documents/7", "If-Unmodified-Since: Tue, 01 Dec 2026 02:00:00 GMT"), false},
		{visit("PUT", "/admin/documents/7", "If-None-Match: *"), false},
		{visit("PUT", "/admin/documents/7", `If-None-Match: "1"`), true},
		{visit("PUT", "/admin/documents/7", "If-Modified-Since: Tue, 01 Dec 2026 02:00:00 GMT"), true},
	} {
		if got := g.Check(x.visit) != nil; got != x.refused {
			t.Errorf("%s %s %v refused: %t, want %t", x.visit.Request.Method, x.visit.Path, x.visit.Request.Header, got, x.refused)
		}
	}
}

func TestAPathThatLooksLikeAHostIsNoLink(t *testing.T) {
	g := newGuard(t, gate.GuardOptions{Required: true})
	v := visit("PUT", "/")
	v.Request.URL.Path = "//evil.example/x"
	if r := g.Check(v); r == nil || len(r.Header["Link"]) > 0 {
		t.Errorf("refusal %+v", r)
	}
	v.Request.URL.Path, v.Request.URL.RawPath = `/a>; rel="next", <b`, ""
	if r := g.Check(v); strings.Count(r.Header.Get("Link"), "<") != 1 || strings.Count(r.Header.Get("Link"), ">") != 1 {
		t.Errorf("Link = %s", r.Header.Get("Link"))
	}
}

func TestReportModeOfTheGuardOnlyCounts(t *testing.T) {
	var n tally
	o := requiring()
	o.Mode, o.Count = gate.Report, n.count
	o.Compare, o.Fetch = true, answering(versionTwo, nil)
	g := newGuard(t, o)
	for name, v := range map[string]*gate.Visit{
		"precondition-required": visit("PUT", "/admin/documents/7"),
		"lost-update":           visit("PUT", "/admin/documents/7", `If-Match: "1"`),
	} {
		if r := g.Check(v); r != nil {
			t.Errorf("report mode refused with %d", r.Status)
		}
		if !cmp.Equal(v.Reported, []string{name}) {
			t.Errorf("reported %q, want %q", v.Reported, name)
		}
		v.Leave()
	}
	n.want(t, "precondition-required would-refuse", 1)
	n.want(t, "precondition-required allowed", 1)
	n.want(t, "lost-update would-refuse", 1)
}

func TestARefusedUpdateTellsTheCurrentVersion(t *testing.T) {
	g := newGuard(t, gate.GuardOptions{Compare: true, Fetch: answering(versionTwo, nil)})
	v := visit("PUT", "/doc", `If-Match: "1"`)
	defer v.Leave()
	want := &gate.Refusal{
		Status: 412, Type: "http_request_denied", Name: "lost-update", Cause: problem.PreconditionFailed,
		Header: http.Header{
			"Etag": {`"2"`}, "Last-Modified": {"Tue, 01 Dec 2026 02:00:00 GMT"},
			"Link": {`</doc>; rel="latest-version"`},
		},
	}
	if diff := cmp.Diff(want, g.Check(v)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTheReadBeforeAWriteIsAPlainReadByTheSameClient(t *testing.T) {
	var got *http.Request
	g := newGuard(t, gate.GuardOptions{Compare: true, Fetch: answering(versionTwo, func(r *http.Request) { got = r })})
	v := visit("PUT", "/doc?id=7", `If-Match: "2"`, "If-Unmodified-Since: x", "Content-Type: text/plain", "Content-Length: 3",
		"Range: bytes=0-1", "Expect: 100-continue", "Idempotency-Key: k", "X-HTTP-Method-Override: DELETE",
		"Connection: close, X-Hop", "X-Hop: 1", "Cookie: sid=1", "Authorization: Bearer x", "Accept: application/json", "Accept-Encoding: gzip")
	defer v.Leave()
	if r := g.Check(v); r != nil {
		t.Fatalf("refused with %d", r.Status)
	}
	want := http.Header{
		"Cookie": {"sid=1"}, "Authorization": {"Bearer x"}, "Accept": {"application/json"},
		"Accept-Encoding": {"gzip"}, "Cache-Control": {"no-cache"},
	}
	if diff := cmp.Diff(want, got.Header); diff != "" {
		t.Errorf("header (-want +got):\n%s", diff)
	}
	if got.Method != "GET" || got.URL.RequestURI() != "/doc?id=7" || got.Host != "shop.example" || got.Body != http.NoBody || got.ContentLength != 0 {
		t.Errorf("read %s %s of %s, %d bytes", got.Method, got.URL, got.Host, got.ContentLength)
	}
	if v.Request.Header.Get("If-Match") == "" {
		t.Error("the write itself lost its condition")
	}
}

func TestAReadThatFailsLeavesTheDecisionToTheSite(t *testing.T) {
	var n tally
	g := newGuard(t, gate.GuardOptions{Compare: true, Count: n.count, Fetch: func(*http.Request) (*http.Response, error) {
		return nil, errors.New("refused")
	}})
	v := visit("PUT", "/doc", `If-Match: "1"`)
	defer v.Leave()
	if r := g.Check(v); r != nil {
		t.Errorf("refused with %d", r.Status)
	}
	n.want(t, "lost-update unverifiable", 1)
}

func TestAReadThatHangsIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(t, gate.GuardOptions{Compare: true, Fetch: func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		}})
		v := visit("PUT", "/doc", `If-Match: "1"`)
		defer v.Leave()
		start := time.Now()
		if r := g.Check(v); r != nil || time.Since(start) != 5*time.Second {
			t.Errorf("%+v after %s", r, time.Since(start))
		}
	})
}

// TestTwoWritersOfOneVersion is what the guard is for: both read version 1, one
// saves, the other is told.
func TestTwoWritersOfOneVersion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var version atomic.Int64
		version.Store(1)
		g := newGuard(t, gate.GuardOptions{Compare: true, Fetch: func(r *http.Request) (*http.Response, error) {
			<-time.After(10 * time.Millisecond)
			return answering(state{200, []string{fmt.Sprintf(`ETag: "%d"`, version.Load())}}, nil)(r)
		}})
		var refused atomic.Int64
		for range 2 {
			go func() {
				v := visit("PUT", "/doc", `If-Match: "1"`)
				defer v.Leave()
				if g.Check(v) != nil {
					refused.Add(1)
					return
				}
				<-time.After(50 * time.Millisecond) // the application saves
				version.Add(1)
			}()
		}
		<-time.After(time.Second)
		synctest.Wait()
		if version.Load() != 2 || refused.Load() != 1 {
			t.Errorf("version %d, %d refused: want one update and one refusal", version.Load(), refused.Load())
		}
	})
}

func queueing(change ...func(*gate.GuardOptions)) gate.GuardOptions {
	o := gate.GuardOptions{Queue: gate.Queue{On: true}, Shared: &gate.Lines{}}
	for _, f := range change {
		f(&o)
	}
	return o
}

func TestWritesToOneResourceGoOneAfterTheOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(t, queueing())
		var inside, most, served atomic.Int64
		for range 9 {
			go func() {
				v := visit("POST", "/doc")
				defer v.Leave()
				if r := g.Check(v); r != nil {
					t.Errorf("refused with %d", r.Status)
					return
				}
				most.Store(max(most.Load(), inside.Add(1)))
				<-time.After(100 * time.Millisecond)
				inside.Add(-1)
				served.Add(1)
			}()
		}
		<-time.After(time.Minute)
		synctest.Wait()
		if most.Load() != 1 || served.Load() != 9 {
			t.Errorf("%d at once, %d served", most.Load(), served.Load())
		}
		if g.Shared.Busy() != 0 {
			t.Errorf("%d lines are left", g.Shared.Busy())
		}
	})
}

func TestTheTenthWriterAndTheOneWhoWaitedTooLongAreTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(t, queueing())
		start := time.Now()
		first := visit("PUT", "/doc")
		if g.Check(first) != nil {
			t.Fatal("the first was refused")
		}
		var late atomic.Int64
		for range 8 {
			go func() {
				v := visit("PUT", "/doc")
				defer v.Leave()
				if r := g.Check(v); r != nil && time.Since(start) == 2*time.Second {
					late.Add(1)
				}
			}()
		}
		synctest.Wait()
		want := &gate.Refusal{
			Status: 409, Type: "http_request_denied", Name: "queue",
			Cause: problem.ConcurrentOperation, RetryAfter: 2 * time.Second,
		}
		if diff := cmp.Diff(want, g.Check(visit("PUT", "/doc"))); diff != "" {
			t.Errorf("the tenth (-want +got):\n%s", diff)
		}
		if time.Since(start) != 0 {
			t.Error("the tenth had to wait for the answer that the line is full")
		}
		if g.Check(visit("PUT", "/other")) != nil {
			t.Error("a write to another resource was refused")
		}
		<-time.After(3 * time.Second)
		synctest.Wait()
		if late.Load() != 8 {
			t.Errorf("%d of 8 were told after two seconds", late.Load())
		}
		first.Leave()
		first.Leave()
		if g.Check(visit("PUT", "/doc")) != nil {
			t.Error("the line did not move on")
		}
	})
}

func TestAClientThatLeavesFreesItsPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGuard(t, queueing())
		first := visit("PUT", "/doc")
		g.Check(first)
		ctx, cancel := context.WithCancel(t.Context())
		v := visit("PUT", "/doc")
		v.Request = v.Request.WithContext(ctx)
		go cancel()
		g.Check(v)
		first.Leave()
		if n := g.Shared.Busy(); n != 0 {
			t.Errorf("%d lines are left", n)
		}
	})
}

func TestReadsNeverWait(t *testing.T) {
	g := newGuard(t, queueing())
	v := visit("PUT", "/doc")
	defer v.Leave()
	g.Check(v)
	for _, method := range []string{"GET", "HEAD", "OPTIONS", "PROPFIND", "QUERY", "CONNECT", "TRACE"} {
		if g.Check(visit(method, "/doc")) != nil {
			t.Errorf("%s had to wait for a write", method)
		}
	}
}

func TestReportModeMakesNobodyWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var n tally
		g := newGuard(t, queueing(func(o *gate.GuardOptions) { o.Mode, o.Count = gate.Report, n.count }))
		v := visit("PUT", "/doc")
		defer v.Leave()
		g.Check(v)
		start := time.Now()
		if g.Check(visit("PUT", "/doc")) != nil || time.Since(start) != 0 {
			t.Errorf("report mode made a write wait for %s", time.Since(start))
		}
		n.want(t, "queue would-wait", 1)
	})
}

func TestTheNumberOfLinesIsBounded(t *testing.T) {
	g := newGuard(t, queueing())
	refused := 0
	for i := range 5000 {
		if g.Check(visit("PUT", fmt.Sprintf("/%d", i))) != nil {
			refused++
		}
	}
	if g.Shared.Busy() != 4096 || refused != 5000-4096 {
		t.Errorf("%d lines, %d refused", g.Shared.Busy(), refused)
	}
}

func TestOnlyTheOriginMayDecide(t *testing.T) {
	for _, o := range []gate.GuardOptions{
		{Required: true},
		{Queue: gate.Queue{On: true}},
		{Compare: true, Fetch: answering(versionTwo, nil)},
	} {
		if _, err := gate.NewGuard(o); err == nil || !strings.Contains(err.Error(), "origin_authority") {
			t.Errorf("%+v: %v", o, err)
		}
	}
	_, err := gate.NewGuard(gate.GuardOptions{
		Mode: "loud", Compare: true, Queue: gate.Queue{Depth: -1, Wait: time.Hour},
	})
	for _, want := range []string{"origin_authority:", "mode:", "compare:", "depth", "wait"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in:\n%v", want, err)
		}
	}
}
