package rule

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

// wallSign is one sign of a bot wall. Each is enough by itself.
type wallSign struct {
	name          string
	field, value  string // of the header; an empty value: the field alone
	body          string // literal text of the body
	refusal, thin bool   // only with 403; only in a page with little text
}

// wallSigns are of the walls that were in use in 2026, by their makers' own
// documentation or pages.
var wallSigns = []wallSign{
	{name: "Cloudflare", field: "Cf-Mitigated", value: "challenge"},
	{name: "DDoS-Guard", field: "Server", value: "ddos-guard", refusal: true},
	{name: "Sucuri", field: "X-Sucuri-Block", refusal: true},
	{name: "AWS WAF", field: "X-Amzn-Waf-Action"},
	{name: "DataDome", field: "X-Datadome", refusal: true},
	{name: "Cloudflare", body: "/cdn-cgi/challenge-platform/h/", thin: true},
	{name: "Cloudflare Turnstile", body: "cf-turnstile", thin: true},
	{name: "Imperva", body: "_Incapsula_Resource", thin: true},
	{name: "DataDome", body: "geo.captcha-delivery.com", thin: true},
	{name: "Anubis", body: "anubis_challenge", thin: true},
	{name: "Anubis", body: "/.within.website/x/cmd/anubis/", thin: true},
	{name: "HUMAN", body: "px-captcha", thin: true},
	{name: "AWS WAF", body: "aws-waf-token", thin: true},
	{name: "reCAPTCHA", body: "g-recaptcha", thin: true},
	{name: "hCaptcha", body: "h-captcha", thin: true},
}

// wallTitles are weak: two signs are needed.
var wallTitles = []string{"just a moment", "attention required", "access denied", "checking your browser", "making sure you're not a bot", "making sure you&#39;re not a bot"}

const (
	thinWords     = 60
	scriptOnlyMax = 20
)

// wallStatuses are those with which walls refuse; with them a page of nothing
// but scripts is a weak sign.
var wallStatuses = status.MustParseSet("202, 403, 429, 503")

// wallOf names the bot wall that an answer is of; empty for none. A contact
// page with a captcha beside its text has more to say than a wall.
func wallOf(x *crawl.Exchange, p *crawl.Page) string {
	for _, s := range wallSigns {
		if s.shows(x, p) {
			return s.name
		}
	}
	if p == nil {
		return ""
	}
	weak := 0
	if titled(p) {
		weak++
	}
	if scripted := p.Words < scriptOnlyMax && bytes.Contains(x.Body, []byte("<script")); scripted {
		weak++
	}
	if wallStatuses.Has(x.Status) && p.Words < scriptOnlyMax {
		weak++
	}
	if weak >= 2 && titled(p) {
		return "a page that checks for bots"
	}
	return ""
}

// titled reports one of the titles of walls: thin pages with scripts alone are
// what single-page applications look like.
func titled(p *crawl.Page) bool {
	for _, title := range wallTitles {
		if strings.HasPrefix(strings.ToLower(p.Title), title) {
			return true
		}
	}
	return false
}

func (s wallSign) shows(x *crawl.Exchange, p *crawl.Page) bool {
	if s.refusal && !forbidden.Has(x.Status) {
		return false
	}
	if s.field != "" {
		values := x.Header.Values(s.field)
		return len(values) > 0 && (s.value == "" || strings.EqualFold(values[0], s.value))
	}
	if p == nil || s.thin && (p.Words >= thinWords || x.Size > 64<<10) {
		return false
	}
	return bytes.Contains(x.Body, []byte(s.body)) && !p.HasSearch && !asksForMore.Match(x.Body)
}

// asksForMore finds a field that a person fills in: a form to log in or to
// write, with a check for bots beside it, is a page of its own.
var asksForMore = regexp.MustCompile(`(?i)<textarea|<select|<input[^>]{0,300}\btype\s*=\s*["']?(?:text|email|password|tel|search|url)\b`)
