package robots_test

import (
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/robots"
	"github.com/seed-3913a1bb/signpost/status"
)

const shopFile = `User-agent: *
Disallow: /cart
Allow: /cart
Allow: /cart
Disallow: /cart/pay

User-agent: Own
Disallow: /own
Disallow: /ü
`

func TestADecisionNamesLineLengthAndGroup(t *testing.T) {
	for _, c := range []struct {
		agent, url  string
		allowed     bool
		group       robots.GroupKind
		line, rival int
		length      int
		tied        bool
	}{
		{"Any", "http://s/cart/x", true, robots.GeneralGroup, 3, 2, 5, true},
		{"Any", "http://s/cart/pay", false, robots.GeneralGroup, 5, 3, 9, false},
		{"Any", "http://s/else", true, robots.GeneralGroup, 0, 0, 0, false},
		{"own", "http://s/own/1", false, robots.OwnGroup, 8, 0, 4, false},
		{"own", "http://s/%C3%BC", false, robots.OwnGroup, 9, 0, 7, false},
		{"own", "http://s/cart/pay", true, robots.OwnGroup, 0, 0, 0, false},
	} {
		d := robots.Parse([]byte(shopFile)).Decide(c.agent, c.url)
		if d.Allowed != c.allowed || d.Group != c.group || d.Rule.Line != c.line || d.Rival.Line != c.rival ||
			d.Rule.Length() != c.length || d.Tied() != c.tied || d.Policy != robots.ByRules {
			t.Errorf("Decide(%q, %q) = %+v, want %+v", c.agent, c.url, d, c)
		}
	}
	if d := robots.Parse([]byte("User-agent: x\nDisallow: /")).Decide("y", "/"); d.Group != robots.NoGroup || !d.Allowed {
		t.Errorf("no group for y: got %+v", d)
	}
}

func TestTheStatusDecidesBeforeTheBody(t *testing.T) {
	body := []byte("User-agent: *\nDisallow: /x\n")
	for _, c := range []struct {
		code   status.Code
		policy robots.Policy
		x, y   bool
	}{
		{200, robots.ByRules, false, true},
		{206, robots.ByRules, false, true},
		{301, robots.AllowAll, true, true},
		{304, robots.AllowAll, true, true},
		{400, robots.AllowAll, true, true},
		{428, robots.AllowAll, true, true},
		{499, robots.AllowAll, true, true},
		{429, robots.DisallowAll, false, false},
		{500, robots.DisallowAll, false, false},
		{599, robots.DisallowAll, false, false},
		{robots.NoAnswer, robots.DisallowAll, false, false},
		{-1, robots.DisallowAll, false, false},
		{99, robots.DisallowAll, false, false},
		{101, robots.DisallowAll, false, false},
		{600, robots.DisallowAll, false, false},
	} {
		a := robots.Read(c.code, body)
		x, y := a.Decide("b", "http://s/x").Allowed, a.Decide("b", "http://s/y").Allowed
		if a.Policy() != c.policy || x != c.x || y != c.y {
			t.Errorf("%d: %s, /x %v, /y %v; want %s, %v, %v", c.code, a.Policy(), x, y, c.policy, c.x, c.y)
		}
		for _, own := range []string{"http://s/robots.txt", "s/robots.txt#a"} {
			if d := a.Decide("b", own); !d.Allowed || d.Policy != robots.OwnAddress {
				t.Errorf("%d: %s is %+v, want allowed", c.code, own, d)
			}
		}
	}
}

func TestOnlyTheFileItselfIsAlwaysAllowed(t *testing.T) {
	a := robots.Read(200, []byte("User-agent: *\nDisallow: /\n"))
	for _, url := range []string{"http://s/robots.txt?a", "http://s/robots.txt/", "http://s/a/robots.txt", "http://s/Robots.txt"} {
		if a.Decide("b", url).Allowed {
			t.Errorf("%s is allowed", url)
		}
	}
}

func TestExactly500KiBCount(t *testing.T) {
	body := make([]byte, robots.MaxBody)
	for i := range body {
		body[i] = '\n'
	}
	rule := "User-agent: *\nDisallow: /x"
	copy(body[len(body)-len(rule):], rule)
	if a := robots.Read(200, body); a.Decide("b", "/x").Allowed || a.Cut() {
		t.Error("the last byte of 500 KiB counts")
	}
	longer := robots.Read(200, append([]byte("\n"), body...))
	if d := longer.Decide("b", "/x"); !longer.Cut() || d.Rule.Pattern != "/" {
		t.Errorf("one byte more: cut %v, decided by %q; want the x to be lost", longer.Cut(), d.Rule.Pattern)
	}
}

func TestANilAnswerDenies(t *testing.T) {
	var a *robots.Answer
	if a.Decide("b", "/x").Allowed || a.Policy() != robots.DisallowAll || a.File() != nil || a.Cut() || a.Status() != robots.NoAnswer {
		t.Error("no answer must deny")
	}
}
