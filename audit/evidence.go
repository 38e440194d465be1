package audit

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// secrets are fields whose values no report shows.
var secrets = map[string]bool{
	"Authorization": true, "Cookie": true, "Set-Cookie": true, "Proxy-Authorization": true, "X-Api-Key": true,
}

// evidenceOf lists the exchanges that prove a hit.
func evidenceOf(h rule.Hit, f *rule.Facts) []Evidence {
	out := []Evidence{}
	if h.First == nil {
		return out
	}
	first := exchangeEvidence("first", h.First)
	if h.Match != "" {
		first.Match = new(h.Match)
	}
	for _, s := range h.Sources {
		if s.Element == "probe" {
			first.Kind, first.Probe = "probe", new(s.Written)
		}
	}
	out = append(out, first)
	if second := f.Verdicts[h.Address.Key].Second; second != nil && second != h.First {
		out = append(out, exchangeEvidence("second", second))
	}
	if h.Final != nil && h.Final != h.First {
		out = append(out, exchangeEvidence("final", h.Final))
	}
	return out
}

func exchangeEvidence(kind string, x *crawl.Exchange) Evidence {
	e := Evidence{Kind: kind, Request: []string{}, Response: []string{}, At: x.At.UTC()}
	if x.Sent != nil {
		e.Request = append([]string{"GET " + x.Address.PathQuery(), "Host: " + x.Address.Host}, fields(x.Sent)...)
	}
	if x.Answered() {
		e.Response = append([]string{fmt.Sprintf("%s %s", x.Status, x.Status.Reason())}, fields(x.Header)...)
	}
	return e
}

const (
	maxFields     = 40
	maxFieldValue = 300
)

// fields writes a header sorted by name, secrets masked, within bounds.
func fields(h http.Header) []string {
	var out []string
	for name, values := range h {
		for _, value := range values {
			if secrets[name] {
				value = "(masked)"
			}
			out = append(out, name+": "+strings.ToValidUTF8(value[:min(len(value), maxFieldValue)], ""))
		}
	}
	slices.Sort(out)
	return out[:min(len(out), maxFields)]
}
