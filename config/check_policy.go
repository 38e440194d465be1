package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/locale"
)

// policy checks what may stand under defaults and in a site.
func (c *checker) policy(at string, p *Policy) {
	c.languages(at+".languages", p.Languages)
	c.brand(at+".brand", &p.Brand)
	c.retry(at+".retry", &p.Retry)
	c.lastGood(at+".last_good", &p.LastGood)
	c.noindex(at+".headers.noindex", p.Headers.Noindex)
	if len(p.Reads.Causes) > 1 && slices.Contains(p.Reads.Causes, "all") {
		c.report(at+".reads.causes", "write causes: all", "all stands for every cause and goes with no other")
	}
	if path := p.Problems.Path; !strings.HasPrefix(path, "/") || !strings.HasSuffix(path, "/") || len(path) < 3 || strings.ContainsAny(path, "*?# ") {
		c.report(at+".problems.path", "write /_signpost/problems/", "%q is no folder of its own: it begins and ends with /", path)
	}
	if i := slices.Index(p.CORS.Origins, "*"); i >= 0 && p.CORS.Credentials {
		c.report(fmt.Sprintf("%s.cors.origins[%d]", at, i), "name the origins", "every site could read answers to visitors who are logged in")
	}
	if p.CORS.Mode == "" && len(p.CORS.Origins) == 0 && !c.faulty(at+".cors") {
		c.report(at+".cors", "write cors: { origins: [https://app.example] }, or cors: off", "no origin is named")
	}
}

// languages refuses tags without meaning, and leaves out those whose words are
// not there yet.
func (c *checker) languages(at string, tags []Language) {
	for i, tag := range tags {
		path := fmt.Sprintf("%s[%d]", at, i)
		if _, ok := locale.Lookup(string(tag)); tag != "" && !ok {
			c.doubt(path, "there are: "+strings.Join(shippedTags(), ", "), "the language %q is not in this version and is left out", tag)
		}
	}
}

func shippedTags() []string {
	var tags []string
	for _, l := range locale.All() {
		tags = append(tags, l.Tag())
	}
	return tags
}

func (c *checker) retry(at string, r *Retry) {
	for i, m := range r.Methods {
		if unrepeatable[m] {
			c.report(fmt.Sprintf("%s.methods[%d]", at, i), "only methods that are safe to repeat can stand here (RFC 9110 9.2.2)",
				"a repeated %s can do the work twice", m)
		}
	}
	if r.Backoff.First > r.Backoff.Max {
		c.report(at+".backoff.first", "make max longer, or first shorter", "the first wait %s is longer than the longest, %s", r.Backoff.First, r.Backoff.Max)
	}
}

// unrepeatable are the methods that are not idempotent. Read-only.
var unrepeatable = map[Method]bool{"POST": true, "PATCH": true, "CONNECT": true, "LOCK": true}

func (c *checker) lastGood(at string, l *LastGood) {
	if l.MaxObject > l.MaxTotal {
		c.report(at+".max_object", "make max_total larger, or max_object smaller", "one copy may have %s, and all of them together only %s", l.MaxObject, l.MaxTotal)
	}
	if longest := max(l.IfError, l.Robots, l.Sitemaps); l.Keep < longest {
		c.report(at+".keep", "keep copies at least as long", "copies are kept for %s and should be served for %s", l.Keep, longest)
	}
}

func (c *checker) noindex(at string, set StatusSet) {
	for _, code := range set.Codes() {
		if code.IsServerError() {
			c.report(at, `write [4xx, "!408", "!429"]`, "noindex on %s: a cache that serves it as 200 would take the address out of the index", code)
			return
		}
		if !code.IsError() {
			c.report(at, `write [4xx, "!408", "!429"]`, "%s is no error, and only errors are replaced", code)
			return
		}
	}
}
