package rule

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

// eachVariants makes a check of a function that looks at one address which was
// asked in many ways.
func eachVariants(find func(Variants) *Hit) func(*Facts) []Hit {
	return func(f *Facts) []Hit {
		var hits []Hit
		for _, v := range f.Variants {
			if !v.Steady() {
				continue
			}
			if hit := find(v); hit != nil {
				hit.Address, hit.First = v.Address, v.Plain[0]
				hits = append(hits, *hit)
			}
		}
		return hits
	}
}

// differing finds statuses that differ in one dimension.
func differing(by Dimension, ignore status.Set) func(Variants) *Hit {
	return func(v Variants) *Hit {
		var parts []string
		for _, o := range v.Others {
			if o.By == by && v.Differs(o) && !ignore.Has(o.First.Status) && !pause.Has(o.First.Status) {
				parts = append(parts, fmt.Sprintf("%s with %s", o.First.Status, o.Name))
			}
		}
		if parts == nil {
			return nil
		}
		return &Hit{Message: fmt.Sprintf("answers %s, and %s", v.Plain[0].Status, strings.Join(parts, ", "))}
	}
}

var (
	nothing       = status.Set{}
	misdirected   = status.MustParseSet("421, 426, 505")
	notAcceptable = status.MustParseSet("406, 415")
	refusals      = status.MustParseSet("401, 403, 429, 503")
	notModified   = status.MustParseSet("304")
)

var variantChecks = []Check{
	{
		ID: "head-get-mismatch", Group: "E", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "HEAD and GET get different answers",
		Why:   "Link checkers and caches ask with HEAD and believe the answer.",
		Fix:   "Answer HEAD as GET, without the body.",
		Docs:  []string{"https://www.rfc-editor.org/rfc/rfc9110#section-9.3.2"},
		Find:  eachVariants(differing(ByMethod, nothing)),
	},
	{
		ID: "status-by-user-agent", Group: "E", Severity: Error, Unit: PerURL, Class: 2,
		Title: "The status depends on who asks",
		Why:   "Search engines see another site than visitors do. (A true search crawler's address cannot be imitated from outside.)",
		Fix:   "Answer everybody alike; let firewalls decide by verified addresses.",
		Docs:  []string{docSpam, docStatus},
		Find:  eachVariants(findAgents),
	},
	{
		ID: "status-by-accept", Group: "E", Severity: Warning, Unit: PerURL, Class: 2,
		Title: "The status depends on the Accept field",
		Why:   "Which format is wanted must not decide whether the page is there.",
		Fix:   "Vary the body only.",
		Docs:  []string{"https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1"},
		Find:  eachVariants(differing(ByAccept, notAcceptable)),
	},
	{
		ID: "status-by-encoding", Group: "E", Severity: Error, Unit: PerURL, Class: 2,
		Title: "The answer depends on the compression",
		Why:   "Some visitors and crawlers get a broken answer, others do not.",
		Fix:   "Repair the encoder, or add Accept-Encoding to the key of the cache.",
		Docs:  []string{docCrawlers},
		Find:  eachVariants(findEncodings),
	},
	{
		ID: "conditional-unsupported", Group: "I", Severity: Notice, Unit: PerSite, Class: 4,
		Title: "Answers carry nothing to compare them by",
		Why:   "Without ETag or Last-Modified each visit of a crawler transfers every page again.",
		Fix:   "Send an ETag, or Last-Modified.",
		Docs:  []string{docCrawlers},
		Find:  findNoValidators,
	},
	{
		ID: "conditional-ignored", Group: "I", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "The site gives out validators and ignores them",
		Why:   "Each visit transfers what has not changed.",
		Fix:   "Honour If-None-Match.",
		Docs:  []string{docCrawlers, docBudget},
		Find:  eachVariants(findIgnored),
	},
	{
		ID: "conditional-always-304", Group: "I", Severity: Error, Unit: PerURL, Class: 3,
		Title: "Any validator gets \"not modified\"",
		Why:   "Crawlers and caches never see a change.",
		Fix:   "Compare the validator with the current one.",
		Docs:  []string{"https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2"},
		Find: eachVariants(func(v Variants) *Hit {
			for _, o := range v.Others {
				if o.By == ByNonsense && notModified.Has(o.First.Status) && o.Again != nil && notModified.Has(o.Again.Status) {
					return &Hit{Message: "answers 304 to an ETag that was made up"}
				}
			}
			return nil
		}),
	},
	{
		ID: "etag-unstable", Group: "I", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "One content has several ETags",
		Why:   "Servers behind one address do not agree, so the validator is useless.",
		Fix:   "Derive the ETag from the content alone.",
		Docs:  []string{docCrawlers},
		Find: eachVariants(func(v Variants) *Hit {
			first := v.Plain[0]
			for _, x := range v.Plain[1:] {
				// Weak comparison: some servers call a file that has just changed weak.
				tag, other := strings.TrimPrefix(first.Header.Get("Etag"), "W/"), strings.TrimPrefix(x.Header.Get("Etag"), "W/")
				if first.Status.IsSuccess() && tag != "" && other != "" && tag != other && first.Hash != "" && first.Hash == x.Hash {
					return &Hit{Message: fmt.Sprintf("the same bytes came with %s and %s", tag, other)}
				}
			}
			return nil
		}),
	},
	{
		ID: "error-negotiation-html", Group: "C", Severity: Warning, Unit: PerErrorPage, Class: 5,
		Title: "People get an error for programs",
		Why:   "A browser shows code in place of a page.",
		Fix:   "Answer in the format that Accept asks for.",
		Docs:  []string{docNegotiation},
		Find:  findCodeForPeople,
	},
	{
		ID: "error-negotiation-api", Group: "C", Severity: Warning, Unit: PerErrorPage, Class: 5,
		Over:  []string{"error-machine-endpoint-html"},
		Title: "Programs get an error for people",
		Why:   "A client that expects JSON fails while it reads the page, and hides the real error.",
		Fix:   "Answer application/problem+json where JSON is asked for.",
		Docs:  []string{docNegotiation, "https://www.rfc-editor.org/rfc/rfc9457"},
		Find:  findPageForPrograms,
	},
	{
		ID: "error-vary-missing", Group: "C", Severity: Warning, Unit: PerErrorPage, Class: 4,
		Title: "Error pages vary and do not say so",
		Why:   "A shared cache hands one visitor the format that another one asked for.",
		Fix:   "Name Accept or Accept-Language in Vary.",
		Docs:  []string{"https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5"},
		Find:  eachVariants(findMissingVary),
	},
}

// findAgents tells a wall against impostors from a site that differs: walls
// rightly refuse a search crawler's name from a foreign address.
func findAgents(v Variants) *Hit {
	var parts []string
	wallOnly := true
	for _, o := range v.Others {
		if o.By != ByAgent || !v.Differs(o) {
			continue
		}
		parts = append(parts, fmt.Sprintf("%s to %s", o.First.Status, o.Name))
		wallOnly = wallOnly && o.Name != "a browser" && refusals.Has(o.First.Status)
	}
	if parts == nil {
		return nil
	}
	hit := &Hit{Message: fmt.Sprintf("answers %s to Signpost, and %s", v.Plain[0].Status, strings.Join(parts, ", "))}
	if wallOnly {
		hit.Severity, hit.Confidence = Warning, Likely
	}
	return hit
}

func findEncodings(v Variants) *Hit {
	if hit := differing(ByEncoding, notAcceptable)(v); hit != nil {
		return hit
	}
	for _, o := range v.Others {
		if o.By == ByEncoding && o.First.Reason == crawl.Encoding && o.Again == nil {
			return &Hit{Message: fmt.Sprintf("the body cannot be decoded with %s", o.Name)}
		}
		if o.By == ByEncoding && steadyBody(v) && o.First.Status.IsSuccess() && o.First.Reason == "" && o.First.Size == 0 && v.Plain[0].Size > 0 {
			return &Hit{Message: fmt.Sprintf("the body is empty with %s", o.Name)}
		}
		if o.By == ByEncoding && steadyBody(v) && o.Page != nil && v.Page != nil && o.First.Reason == "" && o.First.Hash != v.Plain[0].Hash && !alike(v.Plain[0], v.Page, o.First, o.Page) {
			return &Hit{Message: fmt.Sprintf("the body is another one with %s", o.Name)}
		}
	}
	return nil
}

// steadyBody reports that the plain request got the same bytes each time.
func steadyBody(v Variants) bool {
	for _, x := range v.Plain[1:] {
		if x.Hash != v.Plain[0].Hash {
			return false
		}
	}
	return v.Plain[0].Hash != ""
}

// findNoValidators says once a site that no page has a validator.
func findNoValidators(f *Facts) []Hit {
	var first *Variants
	pages, bare := 0, 0
	for i, v := range f.Variants {
		x := v.Plain[0]
		if !plainOK.Has(x.Status) || v.Page == nil || !steadyBody(v) || strings.Contains(x.Header.Get("Cache-Control"), "no-store") {
			continue
		}
		pages++
		if x.Header.Get("Etag") == "" && x.Header.Get("Last-Modified") == "" {
			bare++
			if first == nil {
				first = &f.Variants[i]
			}
		}
	}
	if first == nil {
		return nil
	}
	return []Hit{{
		Address: first.Address, First: first.Plain[0], Template: "/", Count: bare,
		Message: fmt.Sprintf("%d of %d pages that were looked at have neither ETag nor Last-Modified", bare, pages),
	}}
}

func findIgnored(v Variants) *Hit {
	asked := 0
	for _, o := range v.Others {
		if o.By != ByCondition {
			continue
		}
		if asked++; !plainOK.Has(o.First.Status) || o.First.Hash != v.Plain[0].Hash || !steadyBody(v) {
			return nil
		}
		if tag := o.First.Header.Get("Etag"); strings.TrimPrefix(tag, "W/") != strings.TrimPrefix(v.Plain[0].Header.Get("Etag"), "W/") {
			return nil // told by etag-unstable
		}
	}
	if asked < 3 {
		return nil
	}
	return &Hit{Message: "answers 200 with the same bytes each time that its own validator is sent back"}
}

var codeTypes = []string{"application/json", "application/problem+json", "text/plain", "application/xml", "text/xml", "application/problem+xml"}

// findCodeForPeople looks at errors that browsers get as code, on a site whose
// pages of the same kind are HTML.
func findCodeForPeople(f *Facts) []Hit {
	pages := map[string]bool{}
	for r := range f.Site.All() {
		if r.Page != nil && r.Exchange.Status.IsSuccess() {
			pages[kindOf(r.Address)] = true
		}
	}
	return eachVariants(func(v Variants) *Hit {
		x := v.Plain[0]
		if !x.Status.IsError() || x.Size == 0 || !slices.Contains(codeTypes, x.MediaType()) || !pages[kindOf(v.Address)] {
			return nil
		}
		return &Hit{Discriminator: x.Status.String(), Message: fmt.Sprintf("a browser gets %s as %s", x.Status, x.MediaType())}
	})(f)
}

// kindOf is the place of an address: the template of its directory.
func kindOf(a crawl.Address) string {
	return a.Origin() + PathTemplate(dirPath(a))
}

// findPageForPrograms looks at errors that programs get as a page, where they
// get JSON when all is well.
func findPageForPrograms(f *Facts) []Hit {
	programs := map[string]bool{}
	for r := range f.Site.All() {
		if r.Exchange != nil && r.Exchange.Status.IsSuccess() && isJSON(r.Exchange) {
			programs[kindOf(r.Address)] = true
		}
	}
	for _, v := range f.Variants {
		for _, o := range v.Others {
			if o.By == ByAccept && o.Name == "application/json" && o.First.Status.IsSuccess() && isJSON(o.First) && v.Page != nil {
				programs[kindOf(v.Address)] = true
			}
		}
	}
	return eachVariants(func(v Variants) *Hit {
		for _, o := range v.Others {
			if o.By == ByAccept && o.Name == "application/json" && o.First.Status.IsError() && o.First.Size > 0 && o.Page != nil && programs[kindOf(v.Address)] {
				return &Hit{Discriminator: o.First.Status.String(), Message: fmt.Sprintf("a program that asks for JSON gets %s as HTML", o.First.Status)}
			}
		}
		return nil
	})(f)
}

func isJSON(x *crawl.Exchange) bool {
	kind := x.MediaType()
	return kind == "application/json" || strings.HasSuffix(kind, "+json")
}

func findMissingVary(v Variants) *Hit {
	plain := v.Plain[0]
	if !plain.Status.IsError() || plain.Size == 0 {
		return nil
	}
	vary := strings.ToLower(strings.Join(plain.Header.Values("Vary"), ","))
	for _, o := range v.Others {
		field, says := "", ""
		switch {
		case o.First.Size == 0 || o.First.Status.Class() != plain.Status.Class():
		case o.By == ByAccept && o.First.MediaType() != plain.MediaType():
			field, says = "Accept", fmt.Sprintf("as %s or as %s", plain.MediaType(), o.First.MediaType())
		case o.By == ByLanguage && translated(v, o):
			field, says = "Accept-Language", "in several languages"
		}
		if field == "" || varies(vary, strings.ToLower(field)) {
			continue
		}
		hit := Hit{Discriminator: plain.Status.String(), Message: fmt.Sprintf("the error comes %s by %s, and Vary does not say so", says, field)}
		if hasDirective(plain.Header.Values("Cache-Control"), "no-store") {
			hit.Severity = Notice // no cache keeps it today
		}
		return &hit
	}
	return nil
}

// translated reports a page that is another text than the plain one, which came
// the same each time, with another language or title.
func translated(v Variants, o Variant) bool {
	if v.Page == nil || o.Page == nil || !steadyBody(v) || o.First.Hash == v.Plain[0].Hash {
		return false
	}
	plain, other := v.Plain[0].Header.Get("Content-Language"), o.First.Header.Get("Content-Language")
	return !o.Page.Sketch.Like(v.Page.Sketch) &&
		(!strings.EqualFold(v.Page.Lang, o.Page.Lang) || plain != other || v.Page.Title != o.Page.Title)
}

func varies(vary, field string) bool {
	for name := range strings.SplitSeq(vary, ",") {
		if name = strings.TrimSpace(name); name == field || name == "*" {
			return true
		}
	}
	return false
}
