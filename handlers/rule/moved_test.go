package rule_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers/rule"
)

var shop = rule.MovedOptions{Hosts: []string{"shop.example", "www.shop.example"}}

func TestAMovedAddressLeadsToItsNewOne(t *testing.T) {
	m, err := rule.ReadMoved(strings.NewReader("\ufefffrom,to,note\n"+
		"# the spring of 2026\n"+
		"/old,/new,moved in May\n\n"+
		"/a%c3%a9,/caf\u00e9\n"+
		"\"/with,comma\", \"/no-comma?keep=1\"\n"+
		"/index.php?id=3,/shoes/3\n"+
		"/index.php,/shop\n"+
		"https://www.shop.example/abs,https://docs.example/abs#part\n"+
		"/book,/books/1#chapter\n"), shop)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ path, query, want string }{
		{"/old", "", "/new"},
		{"//x/../%6fld", "", "/new"},
		{"/old", "utm=1", "/new?utm=1"},
		{"/old", "a=\" b", "/new"},
		{"/a%C3%A9", "", "/caf%C3%A9"},
		{"/with,comma", "a=1", "/no-comma?keep=1"},
		{"/index.php", "id=3", "/shoes/3"},
		{"/index.php", "id=4", "/shop?id=4"},
		{"/index.php", "", "/shop"},
		{"/abs", "", "https://docs.example/abs#part"},
		{"/book", "page=2", "/books/1?page=2#chapter"},
		{"/new", "", ""},
		{"/old/", "", ""},
		{"/from", "", ""},
	} {
		if got, ok := m.Target(c.path, c.query); got != c.want || ok != (c.want != "") {
			t.Errorf("%s?%s leads to %q, want %q", c.path, c.query, got, c.want)
		}
	}
	if m.Len() != 7 {
		t.Errorf("%d moves", m.Len())
	}
	var none *rule.Moved
	if _, ok := none.Target("/old", ""); ok || none.Len() != 0 {
		t.Error("a nil list moves something")
	}
}

// many lists n addresses that move to one target.
func many(n int, to string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "/old-%d,%s\n", i, to)
	}
	return b.String()
}

func TestWhatIsNoRealMoveIsRefusedWithItsLine(t *testing.T) {
	for _, c := range []struct {
		name, list string
		line       int
		text       string
	}{
		{"the home page", "/a,/b\n/c,/", 2, "home page"},
		{"the home page by its host", "/a,https://shop.example", 1, "home page"},
		{"the home page by a dot segment", "/a,/x/..", 1, "home page"},
		{"the home page by its file", "/a,/index.html", 1, "home page"},
		{"the home page of another site", "/a,https://new.example/", 1, "home page"},
		{"many addresses to one page", many(6, "/sale"), 1, "6 addresses move to /sale"},
		{
			"many addresses to one page in different spellings",
			many(5, "/sale") + "/x,https://shop.example/sale#top\n", 1, "6 addresses move to /sale",
		},
		{"a move to itself", "/a,/a", 1, "itself"},
		{"a move to itself by another spelling", "/a,https://shop.example/%61", 1, "itself"},
		{"a circle of two", "/a,/b\n/b,/a", 1, "circle"},
		{"a circle of three", "/a,/b\n/b,/c\n/c,/a", 3, "circle"},
		{"a chain", "/a,/b\n/b,/c", 1, "moves on (line 2)"},
		{"a chain by a host of the site", "/b,/c\n/a,https://www.shop.example/b", 2, "moves on (line 1)"},
		{"a chain into a circle", "/x,/a\n/a,/b\n/b,/a", 1, "moves on"},
		{"an address listed twice", "/a,/b\n\n/%61,/c", 3, "line 1 already"},
		{"an address of another site", "https://other.example/a,/b", 1, "no address of this site"},
		{"a wildcard", "/old/*,/new", 1, "without wildcards"},
		{"a fragment", "/a#b,/c", 1, "never reaches a server"},
		{"no slash", "old,/new", 1, "no address of this site"},
		{"no target", "/a,", 1, "missing"},
		{"one column", "/a", 1, "two are needed"},
		{"semicolons", "/a;/b", 1, "from,to"},
		{"another site behind two slashes", "/a,//evil.example", 1, "another site"},
		{"another site behind a backslash", `/a,/\evil.example`, 1, "another site"},
		{"a script", "/a,javascript:alert(1)", 1, "no http address"},
		{"a relative target", "/a,b", 1, "no http address"},
		{"a password", "/a,https://me:secret@shop.example/b", 1, "user name"},
		{"a line break in an address", "/a,\"/b\nSet-Cookie: x=1\"", 1, "control character"},
		{"a broken escape", "/a,/%zz", 1, "hexadecimal"},
		{"a very long address", "/a,/" + strings.Repeat("b", 3000), 1, "longer than"},
		{"an open quotation", "/a,/b\n/c,\"/d\n", 2, "cannot be read"},
		{"a quotation mark inside", "/a,/b\"c\n", 1, "quotation marks"},
	} {
		_, err := rule.ReadMoved(strings.NewReader(c.list), shop)
		mistakes := rule.LineMistakes(err)
		if !slices.ContainsFunc(mistakes, func(m *rule.LineMistake) bool {
			return m.Line == c.line && strings.Contains(m.Error(), c.text)
		}) {
			t.Errorf("%s: no mistake in line %d that says %q, but: %v", c.name, c.line, c.text, err)
		}
	}
}

func TestFewAddressesMayMoveToOnePage(t *testing.T) {
	if _, err := rule.ReadMoved(strings.NewReader(many(5, "/sale")), rule.MovedOptions{}); err != nil {
		t.Error(err)
	}
	if _, err := rule.ReadMoved(strings.NewReader(many(3, "/sale")), rule.MovedOptions{MaxPerTarget: 2}); err == nil {
		t.Error("three addresses move to one page, and two may")
	}
	if _, err := rule.ReadMoved(strings.NewReader(many(50, "/item?id=1")+"/z,/item?id=2"), rule.MovedOptions{}); err == nil {
		t.Error("fifty addresses move to one query")
	}
}

func TestAllMistakesOfAListAreToldUpToABound(t *testing.T) {
	_, err := rule.ReadMoved(strings.NewReader(strings.Repeat("x,/y\n", 150)), shop)
	if n := len(rule.LineMistakes(err)); n != 100 || !strings.Contains(err.Error(), "and 50 more") {
		t.Errorf("%d mistakes: %.200v", n, err)
	}
}

// endless repeats a line for ever.
type endless struct {
	line string
	n    int
}

func (e *endless) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		c := copy(p[n:], e.line[e.n:])
		n, e.n = n+c, (e.n+c)%len(e.line)
	}
	return n, nil
}

func TestAnEndlessListEnds(t *testing.T) {
	for _, line := range []string{"# nothing\n", "a"} {
		if _, err := rule.ReadMoved(&endless{line: line}, shop); err == nil {
			t.Errorf("moved: an endless list of %q is accepted", line)
		}
		if _, err := rule.ReadGone(&endless{line: line}); err == nil {
			t.Errorf("gone: an endless list of %q is accepted", line)
		}
	}
}

func TestAListThatBreaksOffIsRefused(t *testing.T) {
	broken := func() io.Reader {
		return io.MultiReader(strings.NewReader("/a,/b\n"), errReader{})
	}
	if _, err := rule.ReadMoved(broken(), shop); err == nil || !strings.Contains(err.Error(), "disk") {
		t.Errorf("moved: %v", err)
	}
	if _, err := rule.ReadGone(broken()); err == nil || !strings.Contains(err.Error(), "disk") {
		t.Errorf("gone: %v", err)
	}
	if _, err := rule.ReadGone(errReader{}); err == nil {
		t.Error("gone: a list that cannot be read at all is accepted")
	}
}

type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, errors.New("disk") }

func TestGoneAddressesAreListedByPathOrGlob(t *testing.T) {
	g, err := rule.ReadGone(strings.NewReader("# retired\n/2019/**\r\n\n/campaign/*\n/caf\u00e9\n"))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{
		"/2019": true, "/2019/a/b": true, "/campaign/x": true, "/campaign/x/y": false, "/caf%c3%a9": true,
		"/x/../2019/": true, "/": false, "/2020": false, "/2019%2fa": false,
	} {
		if g.Has(path) != want {
			t.Errorf("%s: %v", path, !want)
		}
	}
	var none *rule.Gone
	if g.Len() != 3 || none.Len() != 0 || none.Has("/2019") {
		t.Errorf("%d lines, nil: %v", g.Len(), none.Has("/2019"))
	}
}

func TestWhatHadToGoIsListedWithWhoEnforcesIt(t *testing.T) {
	g, err := rule.ReadGone(strings.NewReader("/a\n/b 451 https://court.example/7\n/c/** 451  http://isp.example/\n/d\u00a0451\n"))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]rule.Removal{
		"/a":   {Status: 410},
		"/b":   {Status: 451, BlockedBy: "https://court.example/7"},
		"/c/x": {Status: 451, BlockedBy: "http://isp.example/"},
		"/x":   {},
	} {
		if how, removed := g.Find(path); how != want || removed != (path != "/x") {
			t.Errorf("%s: %+v, %t", path, how, removed)
		}
	}
}

func TestA451NeedsTheAddressOfWhoEnforcesIt(t *testing.T) {
	for _, line := range []string{"/a 451", "/a 451 court", "/a 451 /order", "/a 451 javascript:alert(1)", "/a 451 https://x.example/>;rel=\"next", "/** 451 https://court.example/"} {
		if m := rule.LineMistakes(readGoneError(line)); len(m) != 1 || m[0].Line != 1 {
			t.Errorf("%q: %v", line, m)
		}
	}
}

func readGoneError(list string) error {
	_, err := rule.ReadGone(strings.NewReader(list))
	return err
}

func TestAGoneLineThatCoversTooMuchOrNothingIsRefused(t *testing.T) {
	for line, text := range map[string]string{
		"/": "home page", "/**": "home page", "**": "home page", "/*": "home page",
		"old": "slash", "/a?id=3": "without a query", "/a//b": "never matches", "https://shop.example/a": "slash",
		"/" + strings.Repeat("a", 5000): "longer",
	} {
		_, err := rule.ReadGone(strings.NewReader("/fine\n" + line + "\n"))
		m := rule.LineMistakes(err)
		if len(m) != 1 || m[0].Line != 2 || !strings.Contains(m[0].Error(), text) {
			t.Errorf("%.40q: %v, want line 2 and %q", line, err, text)
		}
	}
}

func FuzzMovesLeadOnAndNeverHome(f *testing.F) {
	f.Add("/a,/b\n", "/a", "x=1")
	f.Add("from,to\n/a?x=1,https://shop.example/c#d\n", "/a", "x=1")
	f.Add("/a,\"/b\nc\"\n", "/a", "")
	f.Fuzz(func(t *testing.T, list, path, query string) {
		m, err := rule.ReadMoved(strings.NewReader(list), shop)
		if err != nil {
			if m != nil || len(rule.LineMistakes(err)) == 0 {
				t.Errorf("%v without a line, or with a list", err)
			}
			return
		}
		to, ok := m.Target(path, query)
		if !ok {
			return
		}
		if strings.ContainsFunc(to, func(r rune) bool { return r <= ' ' || r >= 0x7f }) || to == "/" || strings.HasPrefix(to, "//") {
			t.Errorf("%q leads to %q", path, to)
		}
		if again, moved := m.Target(strings.SplitN(to, "?", 2)[0], ""); moved && strings.HasPrefix(to, "/") && !strings.ContainsAny(to, "?#") {
			t.Errorf("%q leads to %q and on to %q", path, to, again)
		}
	})
}
