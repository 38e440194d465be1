package gate_test

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers/gate"
)

// office is an admin handler over one site, and how to call it.
type office struct {
	t    *testing.T
	site *gate.Maintenance
}

func (o office) call(method, query string, fields ...string) *httptest.ResponseRecorder {
	o.t.Helper()
	r := httptest.NewRequest(method, "http://127.0.0.1:9090/maintenance?"+query, nil)
	for _, f := range fields {
		name, value, _ := strings.Cut(f, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	gate.Admin(func(host string) *gate.Maintenance {
		if host == "shop.example" {
			return o.site
		}
		return nil
	}).ServeHTTP(w, r)
	return w
}

func (o office) state(w *httptest.ResponseRecorder) gate.State {
	o.t.Helper()
	var s gate.State
	if err := json.Unmarshal(w.Body.Bytes(), &s); err != nil {
		o.t.Fatalf("%d %q: %v", w.Code, w.Body, err)
	}
	return s
}

func newOffice(t *testing.T, c *clock, change ...func(*gate.MaintenanceOptions)) office {
	o := gate.MaintenanceOptions{Site: "shop.example", Now: c.Now}
	for _, f := range change {
		f(&o)
	}
	return office{t, newMaintenance(t, o)}
}

func TestAnAdminCallClosesForAWhile(t *testing.T) {
	c := newClock()
	o := newOffice(t, c)
	s := o.state(o.call("POST", "site=shop.example&for=30m"))
	if !s.Closed || s.By != "admin" || s.Until == nil || !s.Until.Equal(c.Now().Add(30*time.Minute)) || s.Note != "" {
		t.Errorf("state %+v", s)
	}
	if r := o.site.Check(visit("GET", "/")); r == nil || r.RetryAfter != 30*time.Minute || !r.Exact {
		t.Errorf("refusal %+v", r)
	}
	c.advance(30 * time.Minute)
	if o.site.Check(visit("GET", "/")) != nil {
		t.Error("still closed after the announced end")
	}
	if s := o.state(o.call("GET", "site=shop.example")); s.Closed {
		t.Errorf("state %+v", s)
	}
}

func TestAnAdminCallWithoutEndMustSaySo(t *testing.T) {
	o := newOffice(t, newClock())
	for _, query := range []string{"", "&for=", "&for=0s", "&for=-1h", "&for=soon", "&for=1000000h", "&for=d", "&for=99999d"} {
		if w := o.call("POST", "site=shop.example"+query); w.Code != 400 || !strings.Contains(w.Body.String(), "for=indefinite") {
			t.Errorf("%q: %d %q", query, w.Code, w.Body)
		}
	}
	if o.site.Check(visit("GET", "/")) != nil {
		t.Fatal("a call that was refused closed the site")
	}
	s := o.state(o.call("POST", "site=shop.example&for=indefinite"))
	if !s.Closed || s.Until != nil || s.Note == "" {
		t.Errorf("state %+v: an indefinite end deserves a word of warning", s)
	}
	if s := o.state(o.call("POST", "site=shop.example&for=3d")); s.Note == "" {
		t.Error("three days deserve a word of warning")
	}
}

func TestAnAdminCallOpensAgainAndTellsWhatStillCloses(t *testing.T) {
	c := newClock()
	o := newOffice(t, c)
	o.call("POST", "site=shop.example&for=1h")
	if s := o.state(o.call("DELETE", "site=shop.example")); s.Closed || o.site.Check(visit("GET", "/")) != nil {
		t.Errorf("state %+v", s)
	}
	o = newOffice(t, c, func(m *gate.MaintenanceOptions) { m.Enabled = true })
	if s := o.state(o.call("DELETE", "site=shop.example")); !s.Closed || s.Note != "still closed by the config" {
		t.Errorf("state %+v", s)
	}
}

func TestAdminCallsThatAreRefused(t *testing.T) {
	for _, x := range []struct {
		method, query string
		fields        []string
		want          int
	}{
		{"POST", "site=other.example&for=1h", nil, 404},
		{"POST", "for=1h", nil, 404},
		{"PUT", "site=shop.example&for=1h", nil, 405},
		{"POST", "site=shop.example&for=1h", []string{"Sec-Fetch-Site: cross-site", "Origin: https://evil.example"}, 403},
		{"DELETE", "site=shop.example", []string{"Origin: https://evil.example"}, 403},
	} {
		o := newOffice(t, newClock())
		if w := o.call(x.method, x.query, x.fields...); w.Code != x.want {
			t.Errorf("%s %s: %d, want %d", x.method, x.query, w.Code, x.want)
		}
		if o.site.Check(visit("GET", "/")) != nil {
			t.Errorf("%s %s closed the site", x.method, x.query)
		}
	}
}

func FuzzParseFor(f *testing.F) {
	for _, s := range []string{"30m", "indefinite", "1d", "-1d", "366d", "1e9h", "d", "9223372036854775807ns"} {
		f.Add(s)
	}
	now := newClock().Now()
	f.Fuzz(func(t *testing.T, s string) {
		until, err := gate.ParseFor(s, now)
		if err == nil && s != "indefinite" && !until.After(now) {
			t.Errorf("ParseFor(%q) = %s, which is not after %s", s, until, now)
		}
		if err == nil && until.After(now.AddDate(1, 0, 2)) {
			t.Errorf("ParseFor(%q) = %s: more than a year", s, until)
		}
	})
}
