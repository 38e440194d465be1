package audit

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// variant is one way to ask that differs from the plain request in one thing.
type variant struct {
	by            rule.Dimension
	name          string
	method, agent string
	header        http.Header
	http1         bool // over HTTP/1.1
}

const googleTools = "Mozilla/5.0 (compatible; Google-InspectionTool/1.0;)"

var variants = []variant{
	{by: rule.ByMethod, name: "HEAD", method: http.MethodHead},
	{by: rule.ByAccept, name: "*/*", header: http.Header{"Accept": {"*/*"}}},
	{by: rule.ByAccept, name: "none", header: http.Header{"Accept": nil}},
	{by: rule.ByAccept, name: "application/json", header: http.Header{"Accept": {"application/json"}}},
	{by: rule.ByAgent, name: "a browser", agent: browserAgent},
	{by: rule.ByAgent, name: "Googlebot", agent: searchLikeAgent},
	{by: rule.ByAgent, name: "bingbot", agent: "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"},
	{by: rule.ByAgent, name: "Google-InspectionTool", agent: googleTools},
	{by: rule.ByAgent, name: "AdsBot-Google", agent: "AdsBot-Google (+http://www.google.com/adsbot.html)"},
	{by: rule.ByLanguage, name: "en", header: http.Header{"Accept-Language": {"en"}}},
	{by: rule.ByLanguage, name: "de", header: http.Header{"Accept-Language": {"de"}}},
	{by: rule.ByEncoding, name: "identity", header: http.Header{"Accept-Encoding": {"identity"}}},
	{by: rule.ByEncoding, name: "gzip", header: http.Header{"Accept-Encoding": {"gzip"}}},
	{by: rule.ByEncoding, name: "br", header: http.Header{"Accept-Encoding": {"br"}}},
	{by: rule.ByEncoding, name: "zstd", header: http.Header{"Accept-Encoding": {"zstd"}}},
}

// repeats is how often the plain request is sent.
const repeats = 3

// leastVaried is how many requests the variants may take on a small site.
const leastVaried = 600

// variants asks the representatives and one error of each status in every way;
// on a small site further pages too, as far as the budget goes.
func (t *tester) variants(ctx context.Context, site *crawl.Site) []rule.Variants {
	var errors, plain []*crawl.Resource
	together(func() { errors = errorSamples(site) }, func() { plain = representatives(site) })
	chosen := slices.Concat(movedSeeds(site), errors, plain)
	each := len(variants) + repeats + 6
	if most := max(t.budget, leastVaried) / each; len(chosen) > most {
		t.leave(variantChecks, noBudget, len(chosen)-most)
		chosen = chosen[:most]
	}
	out := make([]rule.Variants, len(chosen))
	turn := make(chan struct{}, askers)
	var all sync.WaitGroup
	for i, r := range chosen {
		all.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			out[i] = t.matrix(ctx, r.Address)
		})
	}
	all.Wait()
	var asked []rule.Variants
	for _, v := range out {
		if len(v.Plain) > 1 && ctx.Err() == nil {
			asked = append(asked, v)
		}
	}
	t.leaveVisits(asked)
	if n := len(chosen) - len(asked); n > 0 && t.refused.Load() {
		t.leave(variantChecks, limitedRate, n)
	}
	return asked
}

// movedSeeds are the seeds that redirect: that is where sites choose a language
// for a visitor.
func movedSeeds(site *crawl.Site) []*crawl.Resource {
	var out []*crawl.Resource
	for _, seed := range site.Seeds {
		if r := site.Resource(seed.Key); r != nil && r.Exchange != nil && r.Moves() && len(out) < maxRepresentatives {
			kept := *r
			out = append(out, &kept)
		}
	}
	return out
}

// errorSamples are the broken addresses with the smallest key of each kind of
// place and status.
func errorSamples(site *crawl.Site) []*crawl.Resource {
	seen := map[string]bool{}
	var out []*crawl.Resource
	for r := range site.All() {
		if r.Exchange == nil || !r.Exchange.Answered() || !r.Exchange.Broken() || len(out) >= maxRepresentatives {
			continue
		}
		kind := rule.PathTemplate(dirOf(r.Address.Path())) + r.Exchange.Status.String()
		if !seen[kind] {
			seen[kind] = true
			kept := *r
			out = append(out, &kept)
		}
	}
	return out
}

// matrix asks one address: plainly, in every other way, plainly again.
func (t *tester) matrix(ctx context.Context, a crawl.Address) rule.Variants {
	v := rule.Variants{Address: a}
	if t.refused.Load() {
		return v
	}
	plain, page := t.asker.Ask(ctx, crawl.Question{Address: a})
	t.mind(plain)
	v.Plain, v.Page = append(v.Plain, plain), slim(plain, page)
	if !plain.Answered() || plain.Unanswered() != "" {
		return v
	}
	for _, way := range slices.Concat(variants, conditions(plain), visits(plain)) {
		if t.refused.Load() {
			return rule.Variants{Address: a} // half of a comparison is none
		}
		if one, ok := t.vary(ctx, a, plain, way); ok {
			v.Others = append(v.Others, one)
		}
	}
	for range repeats - 1 {
		x, page := t.asker.Ask(ctx, crawl.Question{Address: a})
		slim(x, page)
		v.Plain = append(v.Plain, x)
	}
	return v
}

// conditions send back what validated the plain answer, and what never did.
func conditions(plain *crawl.Exchange) []variant {
	header := http.Header{}
	if tag := plain.Header.Get("Etag"); tag != "" {
		header["If-None-Match"] = []string{tag}
	}
	if date := plain.Header.Get("Last-Modified"); date != "" {
		header["If-Modified-Since"] = []string{date}
	}
	if len(header) == 0 || !plain.Status.IsSuccess() {
		return nil
	}
	back := variant{by: rule.ByCondition, name: "the validators of the answer", header: header}
	return []variant{back, back, back, {by: rule.ByNonsense, name: `If-None-Match: "nonsense"`, header: http.Header{"If-None-Match": {`"nonsense"`}}}}
}

// visits come again with the cookies of the plain answer, and by the older
// version of HTTP where that answer came by a newer one.
func visits(plain *crawl.Exchange) (out []variant) {
	answer := http.Response{Header: plain.Header}
	var pairs []string
	for _, c := range answer.Cookies() {
		if c.MaxAge >= 0 && c.Value != "" && len(pairs) < maxCookies {
			pairs = append(pairs, c.Name+"="+c.Value)
		}
	}
	if pairs != nil {
		out = append(out, variant{by: rule.ByCookie, name: "the cookies of the answer", header: http.Header{"Cookie": {strings.Join(pairs, "; ")}}})
	}
	if strings.HasPrefix(plain.Proto, "HTTP/2") {
		out = append(out, variant{by: rule.ByProtocol, name: "HTTP/1.1", http1: true})
	}
	return out
}

const maxCookies = 20

// leaveVisits notes the checks of visits for which no answer gave cause.
func (t *tester) leaveVisits(asked []rule.Variants) {
	for by, id := range map[rule.Dimension]string{rule.ByCookie: "status-by-cookie", rule.ByProtocol: "status-by-protocol"} {
		if !slices.ContainsFunc(asked, func(v rule.Variants) bool {
			return slices.ContainsFunc(v.Others, func(o rule.Variant) bool { return o.By == by })
		}) {
			t.leave([]string{id}, notApplicable, 0)
		}
	}
}

// vary asks in one way, and again when the answer is another than the plain
// one; false when nobody answered the question.
func (t *tester) vary(ctx context.Context, a crawl.Address, plain *crawl.Exchange, way variant) (rule.Variant, bool) {
	q := crawl.Question{Address: a, Method: way.method, UserAgent: way.agent, Header: way.header, HTTP1: way.http1}
	one := rule.Variant{By: way.by, Name: way.name}
	x, page := t.asker.Ask(ctx, q)
	one.First, one.Page = x, slim(x, page)
	t.mind(x)
	if !x.Answered() {
		return one, false
	}
	to, _ := crawl.Location(x)
	elsewhere, _ := crawl.Location(plain)
	if x.Status.Class() != plain.Status.Class() || to.Key != elsewhere.Key || way.by == rule.ByNonsense {
		again, page := t.asker.Ask(ctx, q)
		slim(again, page)
		one.Again = again
	}
	return one, true
}

// slim drops what is only needed to read an answer.
func slim(x *crawl.Exchange, p *crawl.Page) *crawl.Page {
	x.Body = nil
	if p != nil {
		p.Links, p.Text = nil, ""
	}
	return p
}
