package rule_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/robots"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// robotsFile is a robots.txt with a text as it was got from an origin.
func robotsFile(t *testing.T, origin, text string) *crawl.Robots {
	t.Helper()
	x := answered(addressOf(t, origin+"/robots.txt"), 200)
	x.Size = int64(len(text))
	return &crawl.Robots{
		Origin: origin, Hops: []*crawl.Exchange{x}, Tries: []*crawl.Exchange{x}, Answer: robots.Read(200, []byte(text)), Body: []byte(text),
	}
}

func idsFor(t *testing.T, f *rule.Facts, ids ...string) (found []string) {
	t.Helper()
	for _, id := range ids {
		check, ok := rule.Lookup(id)
		if !ok {
			t.Fatalf("no check %s", id)
		}
		if len(check.Find(f)) > 0 {
			found = append(found, id)
		}
	}
	return found
}

func TestRobotsIsSlowWhenEveryAnswerIs(t *testing.T) {
	for _, c := range []struct {
		first, second time.Duration
		size          int64
		want          bool
	}{
		{12 * time.Second, 11 * time.Second, 100 << 10, true},
		{6 * time.Second, 7 * time.Second, 200, true},
		{6 * time.Second, 7 * time.Second, 100 << 10, false},
		{12 * time.Second, time.Second, 200, false},
		{4 * time.Second, 4 * time.Second, 200, false},
	} {
		file := robotsFile(t, "https://shop.example", "User-agent: *\n")
		file.Last().Took, file.Last().Size = c.first, c.size
		again := answered(file.Last().Address, 200)
		again.Took, again.Size = c.second, c.size
		site := crawl.NewSite()
		site.Robots = []*crawl.Robots{file}
		f := &rule.Facts{Site: site, RobotsLooks: map[string][]rule.RobotsLook{file.Origin: {{Exchange: again}}}}
		if got := idsFor(t, f, "robots-slow") != nil; got != c.want {
			t.Errorf("%v, then %v for %d bytes: found %v, want %v", c.first, c.second, c.size, got, c.want)
		}
	}
}

func TestTheNamesOfAHostShareTheirRulesOrAreRedirected(t *testing.T) {
	const rules = "User-agent: *\nDisallow: /a/\n"
	for _, c := range []struct {
		name, other, text string
		want              bool
	}{
		{"www with other rules", "https://www.shop.example", "User-agent: *\nDisallow: /b/\n", true},
		{"http with other rules", "http://shop.example", "User-agent: *\nDisallow: /b/\n", true},
		{"its own sitemap", "https://www.shop.example", rules + "Sitemap: https://www.shop.example/map.xml\n", false},
		{"a subdomain", "https://help.shop.example", "User-agent: *\nDisallow: /b/\n", false},
	} {
		site := crawl.NewSite()
		site.Robots = []*crawl.Robots{robotsFile(t, "https://shop.example", rules)}
		f := &rule.Facts{Site: site, RobotsTwins: []*crawl.Robots{robotsFile(t, c.other, c.text)}}
		if got := idsFor(t, f, "robots-per-host-diff") != nil; got != c.want {
			t.Errorf("%s: found %v, want %v", c.name, got, c.want)
		}
	}
}

func TestRobotsOfAnOriginThatMovesAsAWholeMayMoveToo(t *testing.T) {
	for to, want := range map[string]rule.Severity{
		"https://shop.example/robots.txt": "", "https://www.shop.example/robots.txt": "",
		"https://cdn.example/robots.txt": rule.Error, "http://shop.example/files/robots.txt": rule.Warning,
	} {
		file := robotsFile(t, "http://shop.example", "User-agent: *\n")
		first := answered(addressOf(t, "http://shop.example/robots.txt"), 301)
		file.Last().Address = addressOf(t, to)
		file.Hops = []*crawl.Exchange{first, file.Last()}
		site := crawl.NewSite()
		site.Robots = []*crawl.Robots{file}
		check, _ := rule.Lookup("robots-redirect")
		got := rule.Severity("")
		for _, hit := range check.Find(&rule.Facts{Site: site}) {
			if got = hit.Severity; got == "" {
				got = check.Severity
			}
		}
		if got != want {
			t.Errorf("to %s: %q, want %q", to, got, want)
		}
	}
}

func TestAServerErrorThatSaysNotFoundContradictsItself(t *testing.T) {
	for text, want := range map[string]bool{"404 page not found\n": true, "upstream timed out\n": false, "<title>Page not found</title>": true, "<title>Error</title>": false} {
		x := answered(addressOf(t, "https://shop.example/robots.txt"), 500)
		x.Header = http.Header{"Content-Type": {"text/html"}}
		site := crawl.NewSite()
		site.Robots = []*crawl.Robots{{Origin: "https://shop.example", Hops: []*crawl.Exchange{x}, Answer: robots.Read(500, nil), Body: []byte(text)}}
		if got := idsFor(t, &rule.Facts{Site: site}, "robots-body-status-conflict") != nil; got != want {
			t.Errorf("%q: found %v, want %v", text, got, want)
		}
	}
}

func TestOneOddAnswerOfRobotsIsNoFlapping(t *testing.T) {
	for times, want := range map[int]bool{0: false, 1: false, 2: true} {
		file := robotsFile(t, "https://shop.example", "User-agent: *\nDisallow: /a/\n")
		good, odd := rule.RobotsMeaning(file.Body), rule.RobotsMeaning([]byte("User-agent: *\n"))
		looks := []rule.RobotsLook{{Exchange: file.Last(), Meaning: good}}
		for range times {
			looks = append(looks, rule.RobotsLook{Exchange: file.Last(), Meaning: odd})
		}
		site := crawl.NewSite()
		site.Robots = []*crawl.Robots{file}
		f := &rule.Facts{Site: site, RobotsLooks: map[string][]rule.RobotsLook{file.Origin: looks}}
		if got := slices.Contains(idsFor(t, f, "robots-flap"), "robots-flap"); got != want {
			t.Errorf("%d odd answers: found %v, want %v", times, got, want)
		}
	}
}

func TestASitemapBeyondTheLimitsIsTooLarge(t *testing.T) {
	for _, large := range []bool{true, false} {
		a := addressOf(t, "https://shop.example/map.xml")
		site := crawl.NewSite()
		site.Sitemaps = []*crawl.Sitemap{{Address: a, Named: true, Exchange: answered(a, 200), Kind: crawl.SitemapURLs, Locs: crawl.MaxSitemapLocs, TooLarge: large}}
		if got := idsFor(t, &rule.Facts{Site: site}, "sitemap-too-large", "sitemap-empty", "sitemap-invalid") != nil; got != large {
			t.Errorf("too large %v: found %v", large, got)
		}
	}
}
