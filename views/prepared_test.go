package views_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/views"
)

// decoders undo the codings.
var decoders = map[views.Coding]func([]byte) ([]byte, error){
	views.Identity: func(b []byte) ([]byte, error) { return b, nil },
	views.Brotli:   func(b []byte) ([]byte, error) { return io.ReadAll(brotli.NewReader(bytes.NewReader(b))) },
	views.Gzip: func(b []byte) ([]byte, error) {
		r, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			return nil, err
		}
		return io.ReadAll(r)
	},
	views.Zstd: func(b []byte) ([]byte, error) {
		r, err := zstd.NewReader(bytes.NewReader(b), zstd.WithDecoderConcurrency(1))
		if err != nil {
			return nil, err
		}
		defer r.Close()
		return io.ReadAll(r)
	},
}

var allCodings = []views.Coding{views.Identity, views.Brotli, views.Zstd, views.Gzip}

// described lists documents as the edge makes them, each status and each cause,
// with more and less in them.
func described(lang *locale.Language) []problem.Document {
	var all []problem.Document
	add := func(p problem.Problem, o problem.DescribeOptions) {
		o.Lang, o.Reference = lang, reference
		all = append(all, problem.Describe(p, o))
		o.Reference, o.RetryAfter = "", 90*time.Second
		all = append(all, problem.Describe(p, o))
	}
	for _, code := range append(status.Known(), 427, 599) {
		add(problem.Problem{Status: code}, problem.DescribeOptions{})
		add(problem.Problem{Status: code, Summary: "The site says why."}, problem.DescribeOptions{})
	}
	for _, word := range []string{"refused", "timeout", "overload", "internal"} {
		add(problem.Problem{Status: 502}, problem.DescribeOptions{Origin: word})
	}
	for _, cause := range problem.Causes() {
		add(problem.Problem{Status: 409, Cause: cause}, problem.DescribeOptions{})
		add(problem.Problem{Status: 409, Cause: cause, Retryable: true, CurrentVersion: "9", LockOwner: "Maria"}, problem.DescribeOptions{})
		add(problem.Problem{
			Status: 409, Cause: cause, Summary: `Say <b>"no"</b> & 'why'`, Resource: "/a/b", CurrentVersion: `"9"`, YourVersion: "8", LockOwner: "Ma<ria",
		}, problem.DescribeOptions{})
	}
	return all
}

// compareWithRender asks for a prepared page and compares it, decoded, with the
// rendered one.
func compareWithRender(t *testing.T, p *views.Prepared, b views.Brand, d problem.Document, o views.PageOptions, codings ...views.Coding) bool {
	t.Helper()
	prepared := true
	for _, coding := range codings {
		decode := decoders[coding]
		page, ok := p.Page(d, o, coding)
		if !ok {
			prepared = false
			continue
		}
		got, err := decode(page)
		if err != nil {
			t.Errorf("%s %d %s coding %d: %v", d.Lang.Tag(), d.Status, d.Cause, coding, err)
			continue
		}
		rendered := o
		rendered.Brand = b
		if want := render(t, d, rendered); !bytes.Equal(got, want) {
			t.Errorf("%s %d %s coding %d: prepared\n%s\nrendered\n%s", d.Lang.Tag(), d.Status, d.Cause, coding, got, want)
		}
	}
	return prepared
}

func TestAPreparedPageIsByteByByteTheRenderedOne(t *testing.T) {
	hidden := shop()
	hidden.Show = []string{"links", "steps"}
	for name, b := range map[string]views.Brand{"plain": {}, "named": {Name: "Shop"}, "full": brand(t, shop()), "hidden": brand(t, hidden)} {
		pages, prepared := 0, 0
		for _, lang := range b.Languages(locale.All()) {
			p := views.Prepare(b)
			for i, d := range described(lang) {
				o := views.PageOptions{Time: noon.Add(time.Duration(i) * time.Second), Unsafe: i%3 == 0, Guide: i%31 == 30}
				if i%4 == 0 {
					o.Current, o.Back = "/a?b=c&d='e'", "/x"
				}
				pages++
				codings := allCodings[:1] // all of them for a few: making them takes its time
				if i%23 == 0 {
					codings = allCodings
				}
				if compareWithRender(t, p, b, d, o, codings...) {
					prepared++
				}
			}
		}
		t.Logf("%s: %d of %d pages were prepared", name, prepared, pages)
		if prepared < pages*8/10 {
			t.Errorf("%s: %d of %d pages were prepared", name, prepared, pages)
		}
	}
}

func TestHostileValuesAreFilledInAsTheyAreRendered(t *testing.T) {
	b := brand(t, shop())
	p := views.Prepare(b)
	values := append([]string{
		"", " ", "\x00", "\u202e", "\xff\xfe", "a  b", "  a", "é", "/signpost-hole-9/", "/signpost-hole-3/x", strings.Repeat("&", 50),
		strings.Repeat("x", 5_000), strings.Repeat("漢", 5_000), "There is no page at this address.",
	}, payloads...)
	for _, put := range fields {
		for i, value := range values {
			for _, base := range []problem.Problem{{Status: 404}, {Status: 409, Cause: problem.EditConflict, Summary: "x", CurrentVersion: "9"}} {
				d := problem.Describe(base, problem.DescribeOptions{Lang: locale.English(), Reference: reference, RetryAfter: time.Duration(i) * time.Second})
				o := views.PageOptions{Time: noon, Unsafe: i%2 == 0, Current: "/" + value, Back: value}
				put(&d, &o, value)
				compareWithRender(t, p, b, d, o, allCodings...)
			}
		}
	}
}

func TestAPreparedPageThatMustMakeRoomIsRendered(t *testing.T) {
	o := shop()
	o.CSS.Content = []byte(strings.Repeat("h1 { color: red } ", 220))
	b := brand(t, o)
	long := strings.Repeat("漢", 300)
	d := problem.Describe(problem.Problem{Status: 409, Cause: problem.EditConflict, Summary: long, CurrentVersion: long, YourVersion: long},
		problem.DescribeOptions{Lang: locale.English(), Reference: reference})
	d.Resource, d.LockOwner = long, long
	if _, ok := views.Prepare(b).Page(d, views.PageOptions{Time: noon}, views.Identity); ok {
		t.Error("a page over the budget was prepared")
	}
	d.Quote, d.Resource, d.LockOwner, d.CurrentVersion, d.YourVersion = "x", "", "", "", ""
	if _, ok := views.Prepare(b).Page(d, views.PageOptions{Time: noon}, views.Identity); !ok {
		t.Error("the same page with short texts was not")
	}
}

func TestOnlySoManyKindsOfPagesAreKept(t *testing.T) {
	const most = 512
	p := views.Prepare(views.Brand{})
	kept := 0
	var first problem.Document
	for _, lang := range locale.All() {
		for i, d := range described(lang) {
			for _, unsafe := range []bool{true, false} {
				if _, ok := p.Page(d, views.PageOptions{Unsafe: unsafe}, views.Identity); ok {
					kept++
				}
			}
			if i == 0 && first.Lang == nil {
				first = d
			}
		}
	}
	if kept < most || kept > 2*most {
		t.Errorf("%d pages were prepared, want the bound of %d kinds to show", kept, most)
	}
	if _, ok := p.Page(first, views.PageOptions{Unsafe: true}, views.Identity); !ok {
		t.Error("a page that was kept has been pushed out")
	}
	unseen := problem.Describe(problem.Problem{Status: 418}, problem.DescribeOptions{Lang: locale.English(), Reference: "x", RetryAfter: time.Second})
	if _, ok := p.Page(unseen, views.PageOptions{Guide: true}, views.Identity); ok {
		t.Error("a page beyond the bound was kept")
	}
}

func TestManyAskAtOnceForTheSamePages(t *testing.T) {
	b := brand(t, shop())
	p := views.Prepare(b)
	documents := described(locale.English())[:20]
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for _, d := range documents {
				compareWithRender(t, p, b, d, views.PageOptions{Time: noon}, allCodings...)
			}
		})
	}
	all.Wait()
}

func TestAPreparedPageIsLightInEveryCoding(t *testing.T) {
	p := views.Prepare(brand(t, shop()))
	for _, code := range []status.Code{404, 500, 503} {
		d := problem.Describe(problem.Problem{Status: code}, problem.DescribeOptions{Lang: locale.English(), Reference: reference})
		weights := map[views.Coding]int{}
		for coding := range decoders {
			page, ok := p.Page(d, views.PageOptions{Time: noon}, coding)
			if !ok {
				t.Fatalf("%d is not prepared", code)
			}
			weights[coding] = len(page)
		}
		t.Logf("%d: %d bytes, brotli %d, zstd %d, gzip %d", code, weights[views.Identity], weights[views.Brotli], weights[views.Zstd], weights[views.Gzip])
		if weights[views.Gzip] > 3_072 || weights[views.Brotli] > 2_560 {
			t.Errorf("%d: %v", code, weights)
		}
	}
}

func TestAFilledInPageCostsOneAllocationForItsBytes(t *testing.T) {
	p := views.Prepare(brand(t, shop()))
	d := problem.Describe(problem.Problem{Status: 404}, problem.DescribeOptions{Lang: locale.English(), Reference: reference})
	o := views.PageOptions{Time: noon}
	for coding := range decoders {
		if n := testing.AllocsPerRun(100, func() { p.Page(d, o, coding) }); n > 2 {
			t.Errorf("coding %d: %v allocations, want two: the page and the time", coding, n)
		}
	}
}

func FuzzAPreparedPageIsTheRenderedOne(f *testing.F) {
	for _, payload := range payloads {
		f.Add(payload, "/a", 30)
	}
	p := views.Prepare(views.Brand{})
	f.Fuzz(func(t *testing.T, s, path string, wait int) {
		d := problem.Describe(problem.Problem{Status: 409, Cause: problem.Locked}, problem.DescribeOptions{RetryAfter: time.Duration(wait) * time.Second, Reference: s})
		d.Quote, d.Resource, d.CurrentVersion, d.LockOwner, d.Reference = s, s, s, s, s
		compareWithRender(t, p, views.Brand{}, d, views.PageOptions{Current: path, Back: s, Time: noon, Unsafe: wait%2 == 0}, allCodings...)
	})
}

func BenchmarkPrepared(b *testing.B) {
	p := views.Prepare(views.Brand{Name: "Example Shop"})
	for _, code := range []status.Code{404, 409} {
		d := problem.Describe(problem.Problem{Status: code}, problem.DescribeOptions{Lang: locale.English(), Reference: reference, RetryAfter: time.Second})
		for coding, name := range map[views.Coding]string{views.Identity: "plain", views.Brotli: "br", views.Zstd: "zstd", views.Gzip: "gzip"} {
			b.Run(fmt.Sprintf("%d/%s", code, name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, ok := p.Page(d, views.PageOptions{Time: noon}, coding); !ok {
						b.Fatal("not prepared")
					}
				}
			})
		}
	}
}
