package robots_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/robots"
)

func TestEachLineTellsWhatWasReadFromIt(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       robots.Line
	}{
		{"a rule", " Disallow : /x # why ", robots.Line{Kind: robots.Disallow, Key: "Disallow", Value: "/x"}},
		{"an empty line", " \t", robots.Line{Kind: robots.Blank}},
		{"a comment", "# Disallow: /", robots.Line{Kind: robots.Comment}},
		{"a missing colon", "disallow /x", robots.Line{Kind: robots.Disallow, Key: "disallow", Value: "/x", NoColon: true}},
		{"three words without a colon", "disallow /x /y", robots.Line{Kind: robots.Malformed}},
		{"one word", "disallow", robots.Line{Kind: robots.Malformed}},
		{"a value without a key", ": /x", robots.Line{Kind: robots.Malformed}},
		{"a misspelt key", "Disalow: /x", robots.Line{Kind: robots.Disallow, Key: "Disalow", Value: "/x", Misspelt: true}},
		{"a key that goes on", "Disallowed: /x", robots.Line{Kind: robots.Disallow, Key: "Disallowed", Value: "/x", Misspelt: true}},
		{"a key in two words", "User agent: a", robots.Line{Kind: robots.UserAgent, Key: "User agent", Value: "a", Misspelt: true}},
		{"a sitemap", "Sitemap: https://a.b/s.xml", robots.Line{Kind: robots.Sitemap, Key: "Sitemap", Value: "https://a.b/s.xml"}},
		{"a crawl delay", "CRAWL-DELAY: 5", robots.Line{Kind: robots.CrawlDelay, Key: "CRAWL-DELAY", Value: "5"}},
		{"a key of another engine", "Host: a.b", robots.Line{Kind: robots.Extension, Key: "Host", Value: "a.b"}},
		{"an unknown key", "unicorn: /", robots.Line{Kind: robots.Unknown, Key: "unicorn", Value: "/"}},
		{"a tag", "<html>", robots.Line{Kind: robots.Malformed}},
		{"a NUL", "Disallow: /x\x00y", robots.Line{Kind: robots.Disallow, Key: "Disallow", Value: "/x"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := c.want
			want.Number, want.Offset, want.Text = 2, len("User-agent: *\n"), strings.TrimSpace(c.text)
			lines := slices.Collect(robots.Parse([]byte("User-agent: *\n" + c.text)).Lines())
			if len(lines) != 2 || lines[1] != want {
				t.Errorf("got  %+v\nwant %+v", lines[1:], want)
			}
		})
	}
}

func TestALineBehind16663BytesIsMarkedAndCut(t *testing.T) {
	body := "Disallow: /" + strings.Repeat("a", 16663-len("Disallow: /")) + "b"
	for line := range robots.Parse([]byte(body)).Lines() {
		if !line.TooLong || strings.HasSuffix(line.Text, "b") || len(line.Text) != 16663 {
			t.Errorf("TooLong = %v, %d bytes, ends in %q", line.TooLong, len(line.Text), line.Text[len(line.Text)-1:])
		}
	}
	for line := range robots.Parse([]byte(strings.TrimSuffix(body, "b"))).Lines() {
		if line.TooLong {
			t.Error("a line of just 16,663 bytes is not too long")
		}
	}
}

func TestRulesBeforeAnyGroupAreOrphans(t *testing.T) {
	var orphans []int
	for line := range robots.Parse([]byte("Disallow: /\nCrawl-delay: 1\nSitemap: x\nUser-agent: *\nDisallow: /\n")).Lines() {
		if line.Orphan {
			orphans = append(orphans, line.Number)
		}
	}
	if !slices.Equal(orphans, []int{1, 2}) {
		t.Errorf("orphans on lines %v, want 1 and 2", orphans)
	}
}

func TestGroupsShowWhoIsBoundByWhat(t *testing.T) {
	file := robots.Parse([]byte("User-agent: a/1.0\nSitemap: s\nUser-agent: * x\nDisallow: /p\nDisallow:\n" +
		"Allow: /d/index.html\n\nUser-agent: B\nCrawl-delay: 2.5\nCrawl-delay: soon\nUser-agent: a\n"))
	groups := file.Groups()
	if len(groups) != 2 {
		t.Fatalf("%d groups, want 2: %+v", len(groups), groups)
	}
	if first := groups[0]; first.Line != 1 || !slices.Equal(first.Agents, []string{"a", "*"}) || len(first.Rules) != 3 {
		t.Errorf("first group %+v: want line 1, agents a and *, two rules and an implied one", first)
	}
	if implied := groups[0].Rules[2]; !implied.Implied || implied.Pattern != "/d/$" || implied.Line != 6 {
		t.Errorf("implied rule %+v: want /d/$ of line 6", implied)
	}
	if second := groups[1]; second.Line != 8 || !slices.Equal(second.Agents, []string{"B", "a"}) {
		t.Errorf("second group %+v: want line 8, agents B and a", second)
	}
	if n := file.RuleCount(); n != 2 {
		t.Errorf("RuleCount() = %d, want 2", n)
	}
}

func TestTheCrawlDelayIsThatOfTheAgentsGroups(t *testing.T) {
	file := robots.Parse([]byte("Crawl-delay: 9\nUser-agent: a\nCrawl-delay: 2.5\nCrawl-delay: 1\n" +
		"Disallow:\nUser-agent: *\nCrawl-delay: 1e300\nDisallow:\nUser-agent: c\nCrawl-delay: -1\nCrawl-delay: NaN"))
	for agent, want := range map[string]time.Duration{"A": 2500 * time.Millisecond, "b": 24 * time.Hour, "c": 0} {
		if got := file.CrawlDelay(agent); got != want {
			t.Errorf("CrawlDelay(%q) = %v, want %v", agent, got, want)
		}
	}
}

func TestSitemapsAreListedWhereverTheyStand(t *testing.T) {
	maps := robots.Parse([]byte("sitemap: /a.xml\nUser-agent: *\nSite-map: https://a.b/c.xml#x\n")).Sitemaps()
	if len(maps) != 2 || maps[0].Value != "/a.xml" || maps[1].Value != "https://a.b/c.xml" || maps[1].Number != 3 {
		t.Errorf("Sitemaps() = %+v", maps)
	}
}

func TestAPageInPlaceOfTheFileIsSeen(t *testing.T) {
	for body, want := range map[string]bool{
		"\xEF\xBB\xBF\r\n <!doctype html>": true,
		"<?xml version='1.0'?>":            true,
		"User-agent: <b>":                  false,
		"":                                 false,
	} {
		if got := robots.Parse([]byte(body)).LooksLikeMarkup(); got != want {
			t.Errorf("LooksLikeMarkup(%q) = %v, want %v", body, got, want)
		}
	}
}

func TestANilFileAllowsEverything(t *testing.T) {
	var file *robots.File
	if !file.Allowed("a", "/") || file.Size() != 0 || file.LooksLikeMarkup() || file.RuleCount() != 0 ||
		file.Groups() != nil || file.Sitemaps() != nil || file.CrawlDelay("a") != 0 || file.Understood() != 0 {
		t.Error("a nil file says something")
	}
}

func TestTheTokenOfAUserAgentEndsAtItsVersion(t *testing.T) {
	for agent, want := range map[string]string{
		"Googlebot/2.1": "Googlebot", "foo_bar-Baz qux": "foo_bar-Baz", "": "", "360Spider": "", "é": "",
	} {
		if got := robots.Token(agent); got != want {
			t.Errorf("Token(%q) = %q, want %q", agent, got, want)
		}
	}
}

func TestAgentsAreComparedByTheirASCIILettersOnly(t *testing.T) {
	file := robots.Parse([]byte("User-agent: kbot\nDisallow: /\n"))
	if file.Allowed("KBot", "/") || !file.Allowed("\u212Abot", "/") {
		t.Error("kbot is KBot, and not the same word with a Kelvin sign")
	}
}

func TestAControlCharacterInALineIsSeen(t *testing.T) {
	for text, want := range map[string]bool{"Disallow:\t/x": false, "Disallow: /é": false, "Dis\x00allow: /": true, "Allow: /\x7f": true} {
		for line := range robots.Parse([]byte(text)).Lines() {
			if got := line.HasControl(); got != want {
				t.Errorf("HasControl of %q = %v, want %v", text, got, want)
			}
		}
	}
}
