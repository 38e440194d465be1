package views_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/views"
)

// sign is a square logo, wordmark a wide one.
const (
	sign     = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M2 2h20v20H2z" fill="#0b6bcb"/></svg>`
	wordmark = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 24"><path d="M2 2h92v20H2z"/></svg>`
)

// shop are options with everything that a brand can hold.
func shop() views.BrandOptions {
	return views.BrandOptions{
		Name: "Example Shop", Home: "/start",
		Logo:   views.File{Name: "logo.svg", Content: []byte(sign)},
		Accent: "#0b6bcb", AccentDark: "#7cb7ff",
		Links: []views.Link{
			{Text: "Help centre", Href: "/help"}, {Text: "Service status", Href: "https://status.example/"},
		},
		Contact: views.Contact{Email: "help@shop.example"},
		CSS:     views.File{Name: "extra.css", Content: []byte("h1 { font-weight: 800 }\n")},
		Words:   map[string]map[string]string{"en": {"edit-conflict.title": "Someone else saved this first"}},
	}
}

func brand(t *testing.T, o views.BrandOptions) views.Brand {
	t.Helper()
	b, err := views.NewBrand(o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// mistakes returns what NewBrand says about options.
func mistakes(t *testing.T, o views.BrandOptions) views.Mistakes {
	t.Helper()
	_, err := views.NewBrand(o)
	var wrong views.Mistakes
	if err != nil && !errors.As(err, &wrong) {
		t.Fatalf("%T is no Mistakes: %v", err, err)
	}
	return wrong
}

func TestABrandedPageShowsTheBrand(t *testing.T) {
	b := brand(t, shop())
	root := parse(t, render(t, problem.Document{Status: 404}, views.PageOptions{Brand: b}))
	header := only(t, root, "header")
	if got := text(header); got != "Example Shop" {
		t.Errorf("the header says %q", got)
	}
	if hidden, _ := attribute(elements(header, "svg")[0], "aria-hidden"); hidden != "true" {
		t.Error("a sign beside the name is read out")
	}
	var links []string
	for _, a := range elements(only(t, root, "footer"), "a") {
		href, _ := attribute(a, "href")
		links = append(links, text(a)+" "+href)
	}
	want := []string{"Help centre /help", "Service status https://status.example/", "help@shop.example mailto:help@shop.example"}
	if !slices.Equal(links, want) {
		t.Errorf("links %q, want %q", links, want)
	}
	style := text(only(t, root, "style"))
	for _, part := range []string{"--accent:#0b6bcb", "--accent:#7cb7ff", "h1{font-weight: 800}"} {
		if !strings.Contains(style, part) {
			t.Errorf("the style lacks %q", part)
		}
	}
}

func TestAWordmarkCarriesTheName(t *testing.T) {
	o := shop()
	o.Name = `Example "&" Shop`
	o.Logo.Content = []byte(wordmark)
	header := only(t, parse(t, render(t, problem.Document{Status: 404}, views.PageOptions{Brand: brand(t, o)})), "header")
	if got := text(header); got != "" {
		t.Errorf("the name stands beside a wordmark: %q", got)
	}
	svg := elements(header, "svg")[0]
	if label, _ := attribute(svg, "aria-label"); label != o.Name {
		t.Errorf("accessible name %q, want %q", label, o.Name)
	}
	if role, _ := attribute(svg, "role"); role != "img" {
		t.Errorf("role %q", role)
	}
}

func TestAPictureIsInlined(t *testing.T) {
	for width, alt := range map[int]string{32: "", 96: "Example Shop"} {
		var picture bytes.Buffer
		if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, width, 32))); err != nil {
			t.Fatal(err)
		}
		o := shop()
		o.Logo = views.File{Name: "logo.png", Content: picture.Bytes()}
		b := brand(t, o)
		img := elements(parse(t, render(t, problem.Document{Status: 404}, views.PageOptions{Brand: b})), "img")[0]
		src, _ := attribute(img, "src")
		got, _ := attribute(img, "alt")
		if !strings.HasPrefix(src, "data:image/png;base64,") || got != alt {
			t.Errorf("width %d: src %.30q, alt %q, want %q", width, src, got, alt)
		}
		if !strings.Contains(b.ContentSecurityPolicy(), "; img-src data:;") {
			t.Errorf("the policy forbids the picture: %s", b.ContentSecurityPolicy())
		}
	}
}

func TestThePolicyOfABrandAllowsItsStyleAndTheBuiltInOne(t *testing.T) {
	policy := brand(t, shop()).ContentSecurityPolicy()
	plain := views.ContentSecurityPolicy()
	_, rest, _ := strings.Cut(plain, "style-src ")
	hash, _, _ := strings.Cut(rest, ";")
	if !strings.Contains(policy, hash) || strings.Count(policy, "'sha256-") != 2 {
		t.Errorf("policy %s\nplain %s", policy, plain)
	}
	if strings.Contains(policy, "img-src") {
		t.Errorf("the policy allows pictures that no page has: %s", policy)
	}
}

func TestPartsCanBeHidden(t *testing.T) {
	d := problem.Document{Status: 409, Cause: problem.EditConflict, Reference: reference, Quote: "The site speaks."}
	shows := map[string]string{
		"request_id": reference, "time": "UTC", "steps": "<ol>", "links": "Help centre", "contact": "help@shop.example",
		"upstream_sentence": "The site speaks.",
	}
	if len(views.Parts()) != len(shows) {
		t.Fatalf("parts %q", views.Parts())
	}
	for _, only := range append(views.Parts(), "") {
		o := shop()
		o.Show = []string{}
		if only != "" {
			o.Show = []string{only}
		}
		page := string(render(t, d, views.PageOptions{Brand: brand(t, o), Time: noon, Unsafe: true}))
		for part, sign := range shows {
			if got := strings.Contains(page, sign); got != (part == only) {
				t.Errorf("show [%s]: %s appears: %v", only, part, got)
			}
		}
		if only != "request_id" && strings.Contains(page, "reference number") {
			t.Errorf("show [%s]: a step asks for a reference that is not shown", only)
		}
	}
}

func TestStepsSpeakOnlyOfWhatTheBrandShows(t *testing.T) {
	hidden := shop()
	hidden.Show = []string{"steps"}
	for _, c := range []struct {
		name    string
		options views.BrandOptions
		status  status.Code
		step    string
		want    bool
	}{
		{"a hidden reference is not asked for", hidden, 502, "reference number", false},
		{"a shown reference is", shop(), 502, "reference number", true},
		{"links that are there are pointed at", shop(), 404, "links below", true},
		{"hidden links are not", hidden, 404, "links below", false},
		{"missing links are not", views.BrandOptions{Name: "Shop"}, 404, "links below", false},
	} {
		d := problem.Describe(problem.Problem{Status: c.status, UpstreamSteps: []string{"Ask the site."}},
			problem.DescribeOptions{Lang: locale.English(), Reference: reference})
		steps := strings.Join(views.NewPage(d, views.PageOptions{Brand: brand(t, c.options)}).Steps, " ")
		if got := strings.Contains(steps, c.step); got != c.want {
			t.Errorf("%s: %q", c.name, steps)
		}
	}
}

func TestTheWordsOfABrandAreThoseOfItsLanguages(t *testing.T) {
	languages := brand(t, shop()).Languages(locale.All())
	words, _ := languages[0].Cause("edit-conflict", "", locale.Have{})
	if words.Heading != "Someone else saved this first" || languages[1] != locale.All()[1] {
		t.Errorf("heading %q, second language %v", words.Heading, languages[1])
	}
	b := brand(t, shop())
	if first, second := b.Languages(locale.All()), b.Languages(locale.All()); first[0] != second[0] {
		t.Error("two sites of one brand speak two languages")
	}
	for i, lang := range (views.Brand{}).Languages(locale.All()) {
		if lang != locale.All()[i] {
			t.Errorf("a brand without words changes %s", lang.Tag())
		}
	}
}

func TestEveryMistakeOfABrandIsReportedAtOnce(t *testing.T) {
	wrong := mistakes(t, views.BrandOptions{
		Home:   "//evil.example",
		Logo:   views.File{Name: "logo.svg", Content: []byte("<svg")},
		Accent: "blue", AccentDark: "#123456",
		Links:   slices.Repeat([]views.Link{{Text: "", Href: "javascript:alert(1)"}}, 7),
		Contact: views.Contact{Email: "a@b.example", Href: "/contact"},
		CSS:     views.File{Name: "extra.css", Content: []byte("@import 'x';")},
		Words:   map[string]map[string]string{"xx": {}, "de": {"nothing.title": "x"}},
		Show:    []string{"everything"},
	})
	var keys []string
	for _, m := range wrong {
		keys = append(keys, m.Key)
		if m.Text == "" || m.Hint == "" && m.Key != "words.de.nothing.title" {
			t.Errorf("%s: text %q, hint %q", m.Key, m.Text, m.Hint)
		}
	}
	for _, key := range []string{
		"name", "home", "logo", "colors.accent", "colors.accent_dark", "links", "links[0].text", "links[6].href", "contact", "css",
		"words.xx", "words.de.nothing.title", "show",
	} {
		if !slices.Contains(keys, key) {
			t.Errorf("no mistake for %s in %q", key, keys)
		}
	}
	if wrong.Error() == "" || len(wrong.Unwrap()) != len(wrong) {
		t.Error("the mistakes do not behave like an error")
	}
}

func TestLinksLeadOnlyToPlaces(t *testing.T) {
	for _, href := range []string{"/help", "https://status.example/", "http://status.example", "mailto:help@shop.example", "https://x.example/a?b=c#d"} {
		if wrong := mistakes(t, views.BrandOptions{Links: []views.Link{{Text: "x", Href: href}}}); wrong != nil {
			t.Errorf("%q: %v", href, wrong)
		}
	}
	bad := append(slices.Clone(unsafePaths[:12]), "ftp://x", "https://", "https://user:pass@x.example/", "mailto:", "mailto:a@b.example?bcc=c@d.example",
		"https:evil", "https://x.example/\u202e", `https:\\x.example`, "tel:1", "")
	for _, href := range bad {
		if href == "https://evil.example" || href == "HTTPS://evil.example" {
			continue
		}
		if wrong := mistakes(t, views.BrandOptions{Links: []views.Link{{Text: "x", Href: href}}}); wrong == nil && href != "mailto:a@b.example?bcc=c@d.example" {
			t.Errorf("%q is accepted", href)
		}
	}
	for _, email := range []string{"x", "a@b@c", "A <a@b.example>", "a@b.example?x", "a b@c.example", "a@b.example\nBcc: x"} {
		if mistakes(t, views.BrandOptions{Contact: views.Contact{Email: email}}) == nil {
			t.Errorf("%q is accepted as e-mail", email)
		}
	}
}

func TestANameStaysText(t *testing.T) {
	for _, name := range payloads {
		o := shop()
		o.Name = name
		if _, err := views.NewBrand(o); err != nil {
			continue // refused is safe
		}
		for _, content := range []string{sign, wordmark} {
			o.Logo.Content = []byte(content)
			b := brand(t, o)
			want := o
			want.Name = "x"
			got := skeleton(parse(t, render(t, problem.Document{Status: 404}, views.PageOptions{Brand: b})))
			if got = strings.ReplaceAll(got, fmt.Sprintf("aria-label %s", name), "aria-label x"); got !=
				skeleton(parse(t, render(t, problem.Document{Status: 404}, views.PageOptions{Brand: brand(t, want)}))) {
				t.Errorf("the name %q changes the page: %s", name, got)
			}
		}
	}
}

func TestEveryPageOfABrandIsChecked(t *testing.T) {
	b := brand(t, shop())
	if err := views.Check(b, b.Languages(locale.All())); err != nil {
		t.Error(err)
	}
	if err := views.Check(views.Brand{}, locale.All()); err != nil {
		t.Error(err)
	}
	o := shop()
	o.CSS.Content = []byte(strings.Repeat("h1 { color: red } ", 500))
	heavy := brand(t, o)
	err := views.Check(heavy, locale.All())
	var wrong views.Mistakes
	if !errors.As(err, &wrong) || len(wrong) != 1 || wrong[0].Key != "css" || !strings.Contains(wrong[0].Text, "10240 fit") {
		t.Errorf("a style that breaks the budget: %v", err)
	}
}

func TestLongTextsMakeRoomForABrand(t *testing.T) {
	o := shop()
	o.Name = strings.Repeat("x", 60)
	o.Logo.Content = []byte(`<svg viewBox="0 0 9 9"><path d="` + strings.Repeat("M1 1h5 ", 500) + `"/></svg>`)
	o.Links = slices.Repeat([]views.Link{{Text: strings.Repeat("x", 40), Href: "/" + strings.Repeat("x", 99)}}, 6)
	b := brand(t, o)
	long := strings.Repeat("漢", 1000)
	for _, lang := range locale.All() {
		d := conflict(lang, problem.EditConflict)
		d.Resource, d.Quote, d.CurrentVersion, d.YourVersion, d.LockOwner, d.Field = long, long, long, long, long, long
		d.Steps = slices.Repeat([]string{long}, 8)
		page := render(t, d, views.PageOptions{Brand: b, Unsafe: true, Time: noon})
		if len(page) > views.MaxPage {
			t.Errorf("%s: %d bytes", lang.Tag(), len(page))
		}
		if !bytes.Contains(page, []byte("Help")) && !bytes.Contains(page, []byte("xxxx")) {
			t.Errorf("%s: the brand is gone", lang.Tag())
		}
	}
}
