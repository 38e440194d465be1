package rule

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

const (
	docProblem = "https://www.rfc-editor.org/rfc/rfc9457"
	docType    = "https://www.rfc-editor.org/rfc/rfc9110#section-8.3"
)

var errorFormatChecks = []Check{
	{
		ID: "error-content-type", Group: "C", Severity: Warning, Unit: PerErrorPage, Class: 5,
		Title: "An error whose type is missing or wrong",
		Why:   "Browsers guess what the body is, or show its source; programs cannot read it.",
		Fix:   "Send the Content-Type of the body, with charset=utf-8 for text.",
		Docs:  []string{docType},
		Find: eachErrorPage(func(e *ErrorPage, _ *Facts) *Hit {
			says := typeFaults[e.Type]
			if says == "" {
				return nil
			}
			hit := &Hit{Message: fmt.Sprintf("the body of %s %s", e.Status(), says), Match: e.Header().Get("Content-Type")}
			if e.Type == JSONAsText || e.Type == CharsetUnsaid {
				hit.Severity = Notice
			}
			return hit
		}),
	},
	{
		ID: "error-json-not-problem", Group: "C", Severity: Notice, Unit: PerErrorPage, Class: 5,
		Title: "An error in JSON that is no problem details",
		Why:   "Each program must learn this one form; RFC 9457 has one that libraries know.",
		Fix:   "Send application/problem+json with type, title, status and detail.",
		Docs:  []string{docProblem},
		Find:  findPlainJSON,
	},
	{
		ID: "problem-status-mismatch", Group: "C", Severity: Warning, Unit: PerErrorPage, Class: 5,
		Title: "Problem details that contradict the answer",
		Why:   "Programs that read the body take the failure for another one, or cannot read it.",
		Fix:   "Let the member status be the status of the answer.",
		Docs:  []string{docProblem + "#section-3.1.2"},
		Find:  findProblemFaults,
	},
	{
		ID: "error-machine-endpoint-html", Group: "C", Severity: Warning, Unit: PerErrorPage, Class: 5,
		Title: "An address for programs answers its error as a page",
		Why:   "Programs fail while they read the page, and hide the real error.",
		Fix:   "Answer errors there in the format of the address, or leave them as the server sends them.",
		Docs:  []string{docNegotiation, docProblem},
		Find:  findPagesForMachines,
	},
}

// typeFaults say what is wrong with a type.
var typeFaults = map[TypeFault]string{
	TypeMissing:    "has no Content-Type",
	HTMLAsText:     "is HTML and is sent as text/plain",
	JSONAsHTML:     "is JSON and is sent as HTML",
	JSONAsText:     "is JSON and is sent as text/plain",
	CharsetMissing: "does not say how its characters are encoded",
	CharsetUnsaid:  "does not say how its characters are encoded, though all are ASCII today",
}

// isPlainJSON reports an error in JSON of no declared form.
func isPlainJSON(x *crawl.Exchange) bool {
	return x.Status.IsError() && x.Size > 0 && (x.MediaType() == "application/json" || x.MediaType() == "text/json")
}

// findPlainJSON looks at what the crawl met, and at what programs get that ask
// for JSON. An address is told once.
func findPlainJSON(f *Facts) []Hit {
	const says = "%s comes as %s"
	hits := eachErrorPage(func(e *ErrorPage, _ *Facts) *Hit {
		if !isPlainJSON(e.Exchange) {
			return nil
		}
		return &Hit{Message: fmt.Sprintf(says, e.Status(), e.Exchange.MediaType())}
	})(f)
	return append(hits, asPrograms(f, hits, func(o Variant) string {
		if !isPlainJSON(o.First) {
			return ""
		}
		return fmt.Sprintf(says, o.First.Status, o.First.MediaType())
	})...)
}

func findProblemFaults(f *Facts) []Hit {
	const says = "%s comes with problem details, and %s"
	hits := eachErrorPage(func(e *ErrorPage, _ *Facts) *Hit {
		if e.Problem == "" {
			return nil
		}
		return &Hit{Message: fmt.Sprintf(says, e.Status(), e.Problem)}
	})(f)
	return append(hits, asPrograms(f, hits, func(o Variant) string {
		if o.Problem == "" {
			return ""
		}
		return fmt.Sprintf(says, o.First.Status, o.Problem)
	})...)
}

// asPrograms looks at the errors that programs get, of statuses for which
// nothing was found yet.
func asPrograms(f *Facts, known []Hit, find func(Variant) string) (hits []Hit) {
	told := map[string]bool{}
	for _, h := range known {
		told[h.First.Status.String()] = true
	}
	for _, v := range f.Variants {
		for _, o := range v.Others {
			if o.By != ByAccept || !v.Steady() {
				continue
			}
			says := find(o)
			if says == "" || told[o.First.Status.String()] {
				continue
			}
			told[o.First.Status.String()] = true
			hits = append(hits, Hit{Address: v.Address, First: o.First, Discriminator: o.First.Status.String(), Message: says})
		}
	}
	return hits
}

// Addresses for programs, by their ending or by a part of their path.
var (
	machineEnding = regexp.MustCompile(`(?i)\.(?:json|xml|rss|atom)$`)
	machinePart   = regexp.MustCompile(`(?i)^(.*?/(?:api|v\d{1,2}|graphql|webhooks?|feeds?|rss|atom)(?:\.\w+)?)(?:/|$)`)
	surePart      = regexp.MustCompile(`(?i)/(?:graphql|webhooks?)$`)
	pageEnding    = regexp.MustCompile(`(?i)\.(?:x?html?|php|aspx?|jsp)$`)
)

// findPagesForMachines looks at links to addresses for programs. A part of a
// path, such as api, may as well be that of a manual: then pages are below it.
func findPagesForMachines(f *Facts) []Hit {
	pages, machines := map[string]bool{}, map[string]bool{}
	for r := range f.Site.All() {
		place := machinePlace(r.Address)
		if place == "" || r.Exchange == nil || !r.Exchange.Status.IsSuccess() || r.Exchange.Size == 0 {
			continue
		}
		if r.Page != nil {
			pages[place] = true
		} else {
			machines[place] = true
		}
	}
	return eachErrorPage(func(e *ErrorPage, f *Facts) *Hit {
		r := f.Site.Resource(e.Address.Key)
		if e.Page == nil || e.Probed || r == nil || !wanted(r) || pageEnding.MatchString(e.Address.Path()) {
			return nil
		}
		place := machinePlace(e.Address)
		ending := machineEnding.MatchString(e.Address.Path())
		if !ending && (place == "" || pages[place] || !machines[place] && !isAPI(e.Address, place)) {
			return nil
		}
		return &Hit{Message: fmt.Sprintf("%s is for programs and answers %s as HTML", e.Address.Path(), e.Status())}
	})(f)
}

// machinePlace is the part of an address up to the one that is for programs.
func machinePlace(a crawl.Address) string {
	if m := machinePart.FindStringSubmatch(a.Path()); m != nil {
		return a.Origin() + m[1]
	}
	return ""
}

// isAPI reports an address that is for programs by its form alone: one of
// those that have no other use, or something below api that is no folder.
func isAPI(a crawl.Address, place string) bool {
	below := strings.TrimPrefix(a.Origin()+a.Path(), place)
	return surePart.MatchString(place) || strings.HasSuffix(strings.ToLower(place), "/api") && len(below) > 1 && !strings.HasSuffix(below, "/")
}
