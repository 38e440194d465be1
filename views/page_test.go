package views_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/views"
)

// noon is the time of failures.
var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// reference is a request id as the edge makes them.
const reference = "0193a1f2-6c1e-7c55-9d0b-3a3c1b6f2e10"

// conflict is a document with everything that one can hold.
func conflict(lang *locale.Language, cause problem.Cause) problem.Document {
	return problem.Document{
		Lang: lang, Status: status.Conflict, Cause: cause,
		Resource: "/dashboards/sales", Field: "slug", CurrentVersion: "9", YourVersion: "8", LockOwner: "Maria",
		RetryAfter: 120, Reference: reference, Quote: "The dashboard has been changed by someone else",
	}
}

// full are options with everything that a page can hold.
var full = views.PageOptions{
	Brand:   views.Brand{Name: "Example Shop", Home: "/start"},
	Current: "/dashboards/sales", Back: "/dashboards/sales/edit", Unsafe: true,
}

// each calls check for every page that there is: languages, codes and causes.
func each(t *testing.T, check func(name string, d problem.Document)) {
	t.Helper()
	pages := 0
	for _, lang := range locale.All() {
		for _, code := range append(status.Known(), 427, 599, 799) {
			d := problem.Document{Lang: lang, Status: code, Reference: reference, RetryAfter: 30}
			check(fmt.Sprintf("%s %d", lang.Tag(), code), d)
			pages++
		}
		for _, cause := range problem.Causes() {
			check(lang.Tag()+" "+string(cause), conflict(lang, cause))
			pages++
		}
	}
	if pages < 160 {
		t.Fatalf("%d pages were checked, want at least 160", pages)
	}
}

func TestEveryPageHasOneHeadingOneMainAndNumberedSteps(t *testing.T) {
	each(t, func(name string, d problem.Document) {
		root := parse(t, render(t, d, full))
		for _, element := range []string{"h1", "main", "ol", "title", "style", "header", "footer", "nav"} {
			if n := len(elements(root, element)); n != 1 {
				t.Errorf("%s: %d elements <%s>, want one", name, n, element)
			}
		}
		if h1 := text(only(t, root, "h1")); h1 == "" || strings.Contains(h1, d.Status.String()) {
			t.Errorf("%s: heading %q", name, h1)
		}
		html := only(t, root, "html")
		lang, _ := attribute(html, "lang")
		dir, _ := attribute(html, "dir")
		if lang != d.Lang.Tag() || dir != d.Lang.Dir() {
			t.Errorf("%s: lang %q, dir %q", name, lang, dir)
		}
	})
}

func TestEveryPageIsAloneAndHarmless(t *testing.T) {
	forbidden := []string{"script", "link", "img", "iframe", "object", "embed", "form", "input", "base"}
	each(t, func(name string, d problem.Document) {
		page := render(t, d, full)
		root := parse(t, page)
		for _, n := range elements(root, "") {
			if slices.Contains(forbidden, n.Data) {
				t.Errorf("%s: holds <%s>", name, n.Data)
			}
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") || a.Key == "src" || a.Key == "http-equiv" || a.Key == "property" {
					t.Errorf("%s: <%s %s=%q>", name, n.Data, a.Key, a.Val)
				}
				if a.Key == "href" && a.Val != "" && !views.SameSite(a.Val) {
					t.Errorf("%s: leads to %q", name, a.Val)
				}
			}
		}
		for _, outside := range []string{"http:", "https:", "url(", "@import", "://"} {
			if d.Status.Is(497) && strings.Contains("https://", outside) {
				continue // a step of 497 spells the beginning of an address
			}
			if bytes.Contains(page, []byte(outside)) {
				t.Errorf("%s: holds %q", name, outside)
			}
		}
	})
}

func TestThePolicyNamesTheStyleThatIsSent(t *testing.T) {
	root := parse(t, render(t, conflict(locale.English(), problem.EditConflict), full))
	sum := sha256.Sum256([]byte(only(t, root, "style").FirstChild.Data))
	hash := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	want := "default-src 'none'; style-src " + hash + "; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
	if got := views.ContentSecurityPolicy(); got != want {
		t.Errorf("policy %q, want %q", got, want)
	}
}

func TestNoindexStandsOnlyWhereItCannotHurt(t *testing.T) {
	for code := status.Code(400); code <= 599; code++ {
		page := render(t, problem.Document{Status: code}, views.PageOptions{})
		want := code.IsClientError() && !code.Is(408, 429)
		if got := bytes.Contains(page, []byte(`<meta name="robots" content="noindex">`)); got != want {
			t.Errorf("%d: noindex %v, want %v", code, got, want)
		}
	}
}

func TestTheTitleIsTheHeadingAndTheSite(t *testing.T) {
	root := parse(t, render(t, problem.Document{Status: 404}, full))
	if got := text(only(t, root, "title")); got != "Page not found – Example Shop" {
		t.Errorf("title %q", got)
	}
	root = parse(t, render(t, problem.Document{Status: 404}, views.PageOptions{}))
	if got := text(only(t, root, "title")); got != "Page not found" {
		t.Errorf("title without a brand %q", got)
	}
	if len(elements(root, "header")) != 0 {
		t.Error("an unbranded page has an empty header")
	}
}

func TestTheNumberStandsLast(t *testing.T) {
	root := parse(t, render(t, conflict(locale.English(), problem.Locked), full))
	footer := only(t, root, "footer")
	if got := text(footer); !strings.HasSuffix(got, "Status 409") || !strings.Contains(got, "Reference number "+reference) {
		t.Errorf("footer %q", got)
	}
	if strings.Contains(text(only(t, root, "main")), "409") {
		t.Error("the number stands in the main part")
	}
}

func TestAChangeIsSaidToBeLostOnlyWhenOneWas(t *testing.T) {
	const lost = "Your change was not saved."
	for _, cause := range problem.Causes() {
		d := conflict(locale.English(), cause)
		if got := bytes.Contains(render(t, d, full), []byte(lost)); got != (cause != problem.Idempotency) {
			t.Errorf("%s: says %q: %v", cause, lost, got)
		}
		reading := full
		reading.Unsafe = false
		if bytes.Contains(render(t, d, reading), []byte(lost)) {
			t.Errorf("%s: a request that only reads loses a change", cause)
		}
	}
	if bytes.Contains(render(t, problem.Document{Status: 500}, full), []byte(lost)) {
		t.Error("500: nobody knows whether the change was saved")
	}
}

func TestADocumentWordedForAChangeIsNotShownToAReader(t *testing.T) {
	for _, d := range []problem.Document{
		{Status: 409, Cause: problem.EditConflict}, {Status: 409, Cause: problem.Locked}, {Status: 409}, {Status: 419},
	} {
		d.Title, d.Sentence, d.Steps = "A change was lost", "Your change was lost.", []string{"Press Back."}
		p := views.NewPage(d, views.PageOptions{})
		if p.Heading == d.Title || p.Sentence == d.Sentence || slices.Contains(p.Steps, "Press Back.") {
			t.Errorf("%d %s: a reader sees %q, %q, %q", d.Status, d.Cause, p.Heading, p.Sentence, p.Steps)
		}
	}
}

func TestTheWordsOfTheDocumentWin(t *testing.T) {
	d := problem.Document{Status: 409, Cause: problem.EditConflict, Title: "Title", Sentence: "Sentence.", Steps: []string{"Step."}}
	p := views.NewPage(d, views.PageOptions{Unsafe: true})
	if p.Heading != "Title" || p.Sentence != "Sentence." || !slices.Equal(p.Steps, []string{"Step."}) {
		t.Errorf("page says %q, %q, %q", p.Heading, p.Sentence, p.Steps)
	}
	for _, cause := range []problem.Cause{"", problem.Unknown} {
		d.Cause, d.Title = cause, "Conflict"
		if p := views.NewPage(d, views.PageOptions{Unsafe: true}); p.Heading != "Your change could not be saved" {
			t.Errorf("cause %q: a reason phrase became the heading %q", cause, p.Heading)
		}
	}
}

func TestAGuideReportsNoFailure(t *testing.T) {
	for _, cause := range problem.Causes() {
		d := problem.Document{Status: 409, Cause: cause, Retryable: true}
		root := parse(t, render(t, d, views.PageOptions{Guide: true}))
		want, _ := locale.English().Cause(string(cause), "", locale.Have{})
		if got := text(only(t, root, "h1")); got != want.Heading {
			t.Errorf("%s: heading %q, want %q", cause, got, want.Heading)
		}
		all := text(root)
		for _, report := range []string{"409", "Your change was not saved.", "Status"} {
			if strings.Contains(all, report) {
				t.Errorf("%s: a guide reports %q", cause, report)
			}
		}
		if n := len(elements(root, "meta")); n != 2 {
			t.Errorf("%s: %d meta elements, want charset and viewport", cause, n)
		}
	}
}

func TestTheTimeOfTheFailureIsInUTC(t *testing.T) {
	at := time.Date(2026, 11, 24, 12, 30, 0, 0, time.FixedZone("", 3600))
	support := views.NewPage(problem.Document{Status: 500}, views.PageOptions{Time: at}).Support
	if len(support) != 2 || support[0].Value != "2026-11-24 11:30:00 UTC" {
		t.Errorf("support %+v", support)
	}
}

func TestTheSiteIsQuotedButNeverAFailingServer(t *testing.T) {
	for code, want := range map[status.Code]string{409: "Taken.", 422: "Taken.", 500: "", 503: "", 799: "Taken."} {
		if got := views.NewPage(problem.Document{Status: code, Quote: "Taken."}, full).Quote; got != want {
			t.Errorf("%d: quote %q, want %q", code, got, want)
		}
	}
	same := problem.Document{Status: 409, Quote: "Taken.", Sentence: "Taken."}
	if got := views.NewPage(same, full).Quote; got != "" {
		t.Errorf("the same sentence is said twice: %q", got)
	}
}

func TestAWaitIsSaidInWords(t *testing.T) {
	page := render(t, problem.Document{Status: 503, RetryAfter: 120}, views.PageOptions{})
	if !bytes.Contains(page, []byte("Try again in about 2 minutes.")) {
		t.Errorf("no wait in %s", page)
	}
	if p := views.NewPage(problem.Document{Status: 503}, views.PageOptions{}); p.Wait != "" {
		t.Errorf("a wait that nobody knows: %q", p.Wait)
	}
	if p := views.NewPage(problem.Document{Status: 503, RetryAfter: 1 << 62}, views.PageOptions{}); !strings.Contains(p.Wait, "days") {
		t.Errorf("the longest wait is %q", p.Wait)
	}
	end := time.Date(2026, 12, 1, 4, 0, 0, 0, time.UTC)
	if p := views.NewPage(problem.Document{Status: 503, RetryAfter: 120, Until: end}, views.PageOptions{}); !strings.Contains(p.Wait, "2026-12-01 04:00 UTC") {
		t.Errorf("an announced end is not told: %q", p.Wait)
	}
}

func TestTheSamePageGivesTheSameBytes(t *testing.T) {
	each(t, func(name string, d problem.Document) {
		if !bytes.Equal(render(t, d, full), render(t, d, full)) {
			t.Errorf("%s: two renderings differ", name)
		}
	})
}
