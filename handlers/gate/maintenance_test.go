package gate_test

import (
	"bytes"
	"log/slog"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-3913a1bb/signpost/handlers/gate"
)

func closedSite(c *clock, change ...func(*gate.MaintenanceOptions)) gate.MaintenanceOptions {
	o := gate.MaintenanceOptions{Site: "shop.example", Enabled: true, Now: c.Now}
	for _, f := range change {
		f(&o)
	}
	return o
}

func newMaintenance(t *testing.T, o gate.MaintenanceOptions) *gate.Maintenance {
	t.Helper()
	return must[*gate.Maintenance](t)(gate.NewMaintenance(o))
}

func TestAnOpenSiteIsNotTouched(t *testing.T) {
	m := newMaintenance(t, gate.MaintenanceOptions{})
	if r := m.Check(visit("GET", "/")); r != nil {
		t.Errorf("refused: %+v", r)
	}
	if d := m.ClosedFor(); d != 0 {
		t.Errorf("closed for %s", d)
	}
}

func TestAClosedSiteRefusesEveryMethod(t *testing.T) {
	m := newMaintenance(t, closedSite(newClock()))
	for _, method := range strings.Fields("GET HEAD POST PUT PATCH DELETE OPTIONS TRACE QUERY PROPFIND MADEUP") {
		r := m.Check(visit(method, "/basket"))
		want := &gate.Refusal{
			Status: 503, Type: "proxy_internal_response", Word: "maintenance", Name: "config",
			RetryAfter: 5 * time.Minute,
		}
		if diff := cmp.Diff(want, r); diff != "" {
			t.Errorf("%s (-want +got):\n%s", method, diff)
		}
	}
}

func TestWhatStaysOpenDuringMaintenance(t *testing.T) {
	m := newMaintenance(t, closedSite(newClock(), func(o *gate.MaintenanceOptions) {
		o.Except = under("/healthz")
	}))
	for path, open := range map[string]bool{
		"/robots.txt":                     true,
		"/.well-known/acme-challenge/abc": true,
		"/healthz":                        true,
		"/":                               false,
		"/robots.txt/x":                   false,
		"/.well-known/security.txt":       false,
	} {
		if got := m.Check(visit("GET", path)) == nil; got != open {
			t.Errorf("%s open: %t, want %t", path, got, open)
		}
	}
}

func TestAWindowOpensAndClosesByItself(t *testing.T) {
	c := newClock() // 02:00
	m := newMaintenance(t, gate.MaintenanceOptions{
		Window: gate.Window{From: c.Now().Add(time.Hour), Until: c.Now().Add(3 * time.Hour)}, Now: c.Now,
	})
	if m.Check(visit("GET", "/")) != nil {
		t.Fatal("closed before the window")
	}
	c.advance(time.Hour)
	r := m.Check(visit("GET", "/"))
	if r == nil || r.RetryAfter != 2*time.Hour || !r.Exact || r.Name != "window" || !r.Until.Equal(c.Now().Add(2*time.Hour)) {
		t.Fatalf("at the start of the window: %+v", r)
	}
	c.advance(2*time.Hour - 1500*time.Millisecond)
	if r := m.Check(visit("GET", "/")); r == nil || r.RetryAfter != 2*time.Second {
		t.Fatalf("1.5 s before the end: %+v", r)
	}
	c.advance(1500 * time.Millisecond)
	if m.Check(visit("GET", "/")) != nil {
		t.Fatal("closed after the window")
	}
}

func TestWhatRetryAfterSays(t *testing.T) {
	c := newClock()
	end := gate.Window{Until: c.Now().Add(30 * time.Minute)}
	far := gate.Window{Until: c.Now().Add(30 * time.Hour)}
	for _, x := range []struct {
		name   string
		change func(*gate.MaintenanceOptions)
		want   time.Duration
		exact  bool
	}{
		{"nothing is known", func(*gate.MaintenanceOptions) {}, 5 * time.Minute, false},
		{"the owner's guess", func(o *gate.MaintenanceOptions) { o.RetryAfter = 10 * time.Minute }, 10 * time.Minute, false},
		{"a guess of more than an hour", func(o *gate.MaintenanceOptions) { o.RetryAfter = 5 * time.Hour }, time.Hour, false},
		{"an announced end", func(o *gate.MaintenanceOptions) { o.Enabled, o.Window = false, end }, 30 * time.Minute, true},
		{"an end beyond an hour", func(o *gate.MaintenanceOptions) { o.Enabled, o.Window = false, far }, 30 * time.Hour, true},
		{"an end before the guess", func(o *gate.MaintenanceOptions) {
			o.Enabled, o.Window, o.RetryAfter = false, end, 2*time.Hour
		}, 30 * time.Minute, true},
		{"a guess before the end", func(o *gate.MaintenanceOptions) {
			o.Enabled, o.Window, o.RetryAfter = false, far, 2*time.Hour
		}, 2 * time.Hour, false},
		{"one end and one switch without end", func(o *gate.MaintenanceOptions) { o.Window = end }, 5 * time.Minute, false},
	} {
		r := newMaintenance(t, closedSite(c, x.change)).Check(visit("GET", "/"))
		if r == nil || r.RetryAfter != x.want || r.Exact != x.exact {
			t.Errorf("%s: %+v, want %s, exact %t", x.name, r, x.want, x.exact)
		}
	}
}

func TestAFlagFileClosesTheSiteAndIsLookedForOnceASecond(t *testing.T) {
	c := newClock()
	asked, there := 0, false
	m := newMaintenance(t, gate.MaintenanceOptions{
		File: "maintenance.on", Now: c.Now,
		Exists: func(string) (time.Time, bool) { asked++; return c.Now(), there },
	})
	for range 100 {
		if m.Check(visit("GET", "/")) != nil {
			t.Fatal("closed without a file")
		}
	}
	if asked != 1 {
		t.Errorf("100 requests within a second asked the disk %d times", asked)
	}
	there = true
	c.advance(time.Second)
	if r := m.Check(visit("GET", "/")); r == nil || r.Name != "file" {
		t.Errorf("a second after the file came: %+v", r)
	}
	there = false
	c.advance(time.Second)
	if m.Check(visit("GET", "/")) != nil {
		t.Error("still closed a second after the file went")
	}
}

func TestTheFileOnDiskSaysSinceWhen(t *testing.T) {
	file := filepath.Join(t.TempDir(), "on")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c := newClock()
	if err := os.Chtimes(file, c.Now(), c.Now().Add(-3*time.Hour)); err != nil {
		t.Fatal(err)
	}
	m := newMaintenance(t, gate.MaintenanceOptions{File: file, Now: c.Now})
	if got := m.ClosedFor(); got != 3*time.Hour {
		t.Errorf("closed for %s, want 3h", got)
	}
}

func TestWhoSeesAClosedSite(t *testing.T) {
	bypass := gate.Bypass{
		Networks: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")},
		Header:   "X-Preview: s3cret",
		Cookie:   "preview=s3cret",
	}
	unset := gate.Bypass{Header: "X-Preview: ", Cookie: "preview="}
	for _, x := range []struct {
		name   string
		bypass gate.Bypass
		visit  *gate.Visit
		sees   bool
	}{
		{"an address of the network", bypass, visitFrom("10.1.2.3", "GET", "/"), true},
		{"the same in IPv6 form", bypass, visitFrom("::ffff:10.1.2.3", "GET", "/"), true},
		{"another address", bypass, visitFrom("11.1.2.3", "GET", "/"), false},
		{"a forged address", bypass, visit("GET", "/", "X-Forwarded-For: 10.1.2.3"), false},
		{"no address", bypass, visitFrom("", "GET", "/"), false},
		{"the header", bypass, visit("GET", "/", "X-Preview: s3cret"), true},
		{"a wrong header", bypass, visit("GET", "/", "X-Preview: s3cre"), false},
		{"an empty header", bypass, visit("GET", "/", "X-Preview: "), false},
		{"the cookie", bypass, visit("GET", "/", "Cookie: a=b; preview=s3cret"), true},
		{"a wrong cookie", bypass, visit("GET", "/", "Cookie: preview=S3cret"), false},
		{"a longer cookie", bypass, visit("GET", "/", "Cookie: preview=s3cretx"), false},
		{"an unset secret and an empty header", unset, visit("GET", "/", "X-Preview: "), false},
		{"an unset secret and no header", unset, visit("GET", "/"), false},
		{"an unset secret and an empty cookie", unset, visit("GET", "/", "Cookie: preview="), false},
		{"no bypass at all", gate.Bypass{}, visit("GET", "/", ": x", "Cookie: ="), false},
	} {
		m := newMaintenance(t, closedSite(newClock(), func(o *gate.MaintenanceOptions) { o.Bypass = x.bypass }))
		if got := m.Check(x.visit) == nil; got != x.sees {
			t.Errorf("%s: sees the site: %t, want %t", x.name, got, x.sees)
		}
	}
}

func TestASecretLinkSetsTheCookie(t *testing.T) {
	b := gate.Bypass{Cookie: "preview=s3cret"}
	w := httptest.NewRecorder()
	if !b.Admit(w, httptest.NewRequest("GET", "/_signpost/preview?key=s3cret", nil)) {
		t.Fatal("the right key was refused")
	}
	res := w.Result()
	if res.StatusCode != 303 || res.Header.Get("Location") != "/" || res.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("answer %d %v", res.StatusCode, res.Header)
	}
	m := newMaintenance(t, closedSite(newClock(), func(o *gate.MaintenanceOptions) { o.Bypass = b }))
	set := res.Cookies()[0]
	if m.Check(visit("GET", "/", "Cookie: "+set.Name+"="+set.Value)) != nil {
		t.Error("the cookie does not open the site")
	}
	if !set.HttpOnly {
		t.Error("a script can read the cookie")
	}

	for _, x := range []struct {
		bypass gate.Bypass
		query  string
	}{{b, "key=wrong"}, {b, ""}, {b, "key="}, {gate.Bypass{}, "key="}, {gate.Bypass{Cookie: "preview="}, "key="}} {
		w := httptest.NewRecorder()
		if x.bypass.Admit(w, httptest.NewRequest("GET", "/_signpost/preview?"+x.query, nil)) || len(w.Header()) > 0 {
			t.Errorf("cookie %q, query %q: admitted", x.bypass.Cookie, x.query)
		}
	}
}

func TestAReloadKeepsWhatTheAdminCallSaid(t *testing.T) {
	c, shared := newClock(), &gate.Shared{}
	o := gate.MaintenanceOptions{Switch: shared.Switch("shop.example"), Now: c.Now}
	newMaintenance(t, o).Switch.Close(c.Now(), c.Now().Add(time.Hour))

	c.advance(10 * time.Minute)
	reloaded := newMaintenance(t, gate.MaintenanceOptions{Switch: shared.Switch("shop.example"), Now: c.Now})
	r := reloaded.Check(visit("GET", "/"))
	if r == nil || r.Name != "admin" || r.RetryAfter != 50*time.Minute {
		t.Fatalf("after a reload: %+v", r)
	}
	if got := reloaded.ClosedFor(); got != 10*time.Minute {
		t.Errorf("closed for %s after a reload, want 10m", got)
	}
	if newMaintenance(t, gate.MaintenanceOptions{Switch: shared.Switch("other.example"), Now: c.Now}).Check(visit("GET", "/")) != nil {
		t.Error("one site's switch closed another")
	}
}

func TestASwitchOfTheConfigurationRemembersSinceWhen(t *testing.T) {
	c, shared := newClock(), &gate.Shared{}
	with := func(enabled bool) *gate.Maintenance {
		return newMaintenance(t, gate.MaintenanceOptions{Enabled: enabled, Switch: shared.Switch("a"), Now: c.Now})
	}
	with(true).Check(visit("GET", "/"))
	c.advance(time.Hour)
	if got := with(true).ClosedFor(); got != time.Hour {
		t.Errorf("closed for %s after a reload, want 1h", got)
	}
	if got := with(false).ClosedFor(); got != 0 {
		t.Errorf("closed for %s after it was switched off", got)
	}
	if got := with(true).ClosedFor(); got != 1 {
		t.Errorf("closed for %s when it was switched on anew", got)
	}
}

// dayByDay lets a site be closed for days and returns what was logged at which
// hour.
func dayByDay(t *testing.T, m *gate.Maintenance, log *bytes.Buffer, c *clock, hours int) map[int]string {
	t.Helper()
	said := map[int]string{}
	for hour := 1; hour <= hours; hour++ {
		c.advance(time.Hour)
		m.Alarm()
		m.Alarm()
		for line := range strings.Lines(log.String()) {
			level, _, _ := strings.Cut(line[strings.Index(line, "level=")+len("level="):], " ")
			said[hour] += level
		}
		log.Reset()
	}
	return said
}

func TestAlarmsAfterADayTwoDaysAndDaily(t *testing.T) {
	c, log := newClock(), &bytes.Buffer{}
	m := newMaintenance(t, closedSite(c, func(o *gate.MaintenanceOptions) {
		o.Log = slog.New(slog.NewTextHandler(log, nil))
	}))
	m.Alarm()
	want := map[int]string{24: "WARN", 48: "ERROR", 72: "ERROR", 96: "ERROR"}
	if diff := cmp.Diff(want, dayByDay(t, m, log, c, 100)); diff != "" {
		t.Errorf("alarms by the hour (-want +got):\n%s", diff)
	}
}

func TestASecondMaintenanceRaisesItsOwnAlarms(t *testing.T) {
	c, log := newClock(), &bytes.Buffer{}
	m := newMaintenance(t, gate.MaintenanceOptions{Now: c.Now, Log: slog.New(slog.NewTextHandler(log, nil))})
	m.Switch.Close(c.Now(), time.Time{})
	dayByDay(t, m, log, c, 50)
	m.Switch.Open()
	m.Alarm()
	m.Switch.Close(c.Now(), time.Time{})
	if diff := cmp.Diff(map[int]string{24: "WARN"}, dayByDay(t, m, log, c, 30)); diff != "" {
		t.Errorf("alarms by the hour (-want +got):\n%s", diff)
	}
}

func TestVisitsRaiseTheAlarm(t *testing.T) {
	c, log := newClock(), &bytes.Buffer{}
	m := newMaintenance(t, gate.MaintenanceOptions{
		Window: gate.Window{From: c.Now(), Until: c.Now().Add(30 * time.Hour)},
		Log:    slog.New(slog.NewTextHandler(log, nil)),
		Now:    c.Now,
	})
	for range 40 {
		m.Check(visit("GET", "/"))
		c.advance(time.Hour)
	}
	if strings.Count(log.String(), "level=WARN") != 1 || strings.Contains(log.String(), "level=ERROR") {
		t.Errorf("log:\n%s", log)
	}
}

func TestMistakesOfMaintenanceAreToldAtOnce(t *testing.T) {
	now := newClock().Now()
	_, err := gate.NewMaintenance(gate.MaintenanceOptions{
		Window:     gate.Window{From: now, Until: now.Add(-time.Hour)},
		RetryAfter: -1,
		Bypass:     gate.Bypass{Header: "no colon", Cookie: "no equals"},
	})
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{"window:", "retry_after:", "header:", "cookie:"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in:\n%v", want, err)
		}
	}
	if _, err := gate.NewMaintenance(gate.MaintenanceOptions{Bypass: gate.Bypass{Cookie: "a=b;c"}}); err == nil {
		t.Error("a cookie that no browser can send was accepted")
	}
}

func TestALongWindowIsReported(t *testing.T) {
	now := newClock().Now()
	for _, x := range []struct {
		window gate.Window
		warns  bool
	}{
		{gate.Window{}, false},
		{gate.Window{From: now, Until: now.Add(48 * time.Hour)}, false},
		{gate.Window{From: now, Until: now.Add(49 * time.Hour)}, true},
		{gate.Window{From: now}, true},
	} {
		if got := len(gate.MaintenanceOptions{Window: x.window}.Warnings()) > 0; got != x.warns {
			t.Errorf("%v warns: %t, want %t", x.window, got, x.warns)
		}
	}
}

func BenchmarkMaintenanceOff(b *testing.B) {
	m := must[*gate.Maintenance](b)(gate.NewMaintenance(gate.MaintenanceOptions{File: filepath.Join(b.TempDir(), "on")}))
	v := visit("GET", "/")
	b.ReportAllocs()
	for b.Loop() {
		if m.Check(v) != nil {
			b.Fatal("refused")
		}
	}
}
