package rule

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

const (
	docNotModified  = "https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5"
	docNoneMatch    = "https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2"
	docLastModified = "https://www.rfc-editor.org/rfc/rfc9110#section-8.8.2.1"
	docETagCoding   = "https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3.3"
)

var preconditionFailed = status.MustParseSet("412")

// validatorChecks look at ETag, Last-Modified and the answers that they lead to.
var validatorChecks = []Check{
	{
		ID: "conditional-412-on-get", Group: "I", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "An unchanged page is refused with 412",
		Why:   "Crawlers and caches that ask whether their copy is fresh get an error in place of \"not modified\".",
		Fix:   "Answer 304 to GET and HEAD when If-None-Match names the current ETag.",
		Docs:  []string{docNoneMatch},
		Find: eachVariants(func(v Variants) *Hit {
			for _, o := range v.Others {
				if (o.By == ByCondition || o.By == ByNonsense) && v.Plain[0].Status.IsSuccess() && o.First.Sent.Get("If-None-Match") != "" && o.twice(preconditionFailed) {
					return &Hit{Message: fmt.Sprintf("answers %s to a GET with If-None-Match", o.First.Status)}
				}
			}
			return nil
		}),
	},
	{
		ID: "etag-weak-mismatch-encoding", Group: "I", Severity: Notice, Unit: PerURL, Class: 4,
		Title: "One strong ETag for packed and unpacked bytes",
		Why:   "A strong ETag promises equal bytes: a cache may join parts of two encodings.",
		Fix:   "Use one ETag for each encoding, or a weak one.",
		Docs:  []string{docETagCoding},
		Find:  eachVariants(findSharedTags),
	},
	{
		ID: "etag-on-error", Group: "I", Severity: Notice, Unit: PerURL, Class: 4,
		Title: "An error is validated like a page",
		Why:   "A cache keeps the error, or takes it for the page, because the validator still fits.",
		Fix:   "Send no ETag and no Last-Modified with errors.",
		Docs:  []string{docNotModified},
		Find:  eachVariants(findErrorTags),
	},
	{
		ID: "last-modified-future", Group: "I", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "Last-Modified lies in the future",
		Why:   "Caches and crawlers take the page for unchanged until that day.",
		Fix:   "Send the date of the last change.",
		Docs:  []string{docLastModified},
		Find: eachAnswer(func(r *crawl.Resource) *Hit {
			changed, sent := changedAt(r.Exchange)
			if !r.Exchange.Status.IsSuccess() || changed.IsZero() || changed.Sub(sent) <= time.Minute {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("changed at %s, by an answer of %s", changed.UTC().Format(http.TimeFormat), sent.UTC().Format(http.TimeFormat))}
		}),
	},
	{
		ID: "last-modified-now", Group: "I", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "Last-Modified is always now",
		Why:   "The page looks changed at each visit, so that every crawler transfers it again.",
		Fix:   "Send the date of the last change, or none.",
		Docs:  []string{docLastModified},
		Find:  eachVariants(findAlwaysNow),
	},
	{
		ID: "304-with-body", Group: "I", Severity: Error, Unit: PerURL, Class: 3,
		Title: "\"Not modified\" with a body",
		Why:   "The extra bytes are read as the start of the next answer on the connection.",
		Fix:   "End a 304 after its header.",
		Docs:  []string{docNotModified},
		Find: eachVariants(func(v Variants) *Hit {
			for _, o := range v.Others {
				if o.By == ByCondition && notModified.Has(o.First.Status) && o.First.Surplus > 0 && o.Again != nil && o.Again.Surplus > 0 {
					return &Hit{Message: fmt.Sprintf("at least %d bytes follow the header of a 304", o.First.Surplus)}
				}
			}
			return nil
		}),
	},
	{
		ID: "304-changed", Group: "I", Severity: Error, Unit: PerURL, Class: 3,
		Title: "\"Not modified\" although the page has changed",
		Why:   "Search engines and caches keep the old text.",
		Fix:   "Change the ETag and Last-Modified with the content.",
		Docs:  []string{docNotModified, docCrawlers},
		Find: eachVariants(func(v Variants) *Hit {
			for _, o := range v.Others {
				if o.By == ByStale && o.twice(notModified) && v.Plain[0].Status.IsSuccess() && anotherText(v) {
					return &Hit{Message: "answers 304 to the validators of an earlier text, while a plain request gets another one"}
				}
			}
			return nil
		}),
	},
}

// twice reports that both answers of a variant are in a set.
func (o Variant) twice(set status.Set) bool {
	return set.Has(o.First.Status) && o.Again != nil && set.Has(o.Again.Status)
}

// changedAt reads Last-Modified and the moment of the answer by the site's own
// clock; the first is zero where there is none.
func changedAt(x *crawl.Exchange) (changed, sent time.Time) {
	changed, err := http.ParseTime(x.Header.Get("Last-Modified"))
	if err != nil {
		return time.Time{}, x.At
	}
	if sent, err = http.ParseTime(x.Header.Get("Date")); err != nil {
		sent = x.At
	}
	return changed, sent
}

// ChangedNow reports an answer that says to have changed when it was sent.
func ChangedNow(x *crawl.Exchange) bool {
	changed, sent := changedAt(x)
	off := sent.Sub(changed)
	return !changed.IsZero() && off >= 0 && off <= time.Second
}

// findSharedTags looks for one strong ETag with two codings of one content.
func findSharedTags(v Variants) *Hit {
	tag := v.Plain[0].Header.Get("Etag")
	if !strings.HasPrefix(tag, `"`) || !steadyBody(v) || v.Plain[len(v.Plain)-1].Header.Get("Etag") != tag {
		return nil
	}
	var codings []string
	for _, o := range v.Others {
		if o.By == ByEncoding && o.First.Status.IsSuccess() && o.First.Reason == "" && o.First.Hash == v.Plain[0].Hash && o.First.Header.Get("Etag") == tag {
			codings = append(codings, orIdentity(o.First.Header.Get("Content-Encoding")))
		}
	}
	slices.Sort(codings)
	if codings = slices.Compact(codings); len(codings) < 2 {
		return nil
	}
	return &Hit{Message: fmt.Sprintf("%s comes with %s", tag, strings.Join(codings, " and "))}
}

func orIdentity(coding string) string {
	if coding == "" {
		return "identity"
	}
	return strings.ToLower(coding)
}

// findErrorTags looks for errors that are answered with 304, and for one ETag
// of an error and of the page at one address.
func findErrorTags(v Variants) *Hit {
	if v.Plain[0].Status.IsError() {
		for _, o := range v.Others {
			if o.By == ByCondition && o.twice(notModified) {
				return &Hit{Message: fmt.Sprintf("answers %s, and 304 when its validator is sent back", v.Plain[0].Status)}
			}
		}
	}
	good, bad := map[string]bool{}, map[string]status.Code{}
	note := func(x *crawl.Exchange) {
		switch tag := strings.TrimPrefix(x.Header.Get("Etag"), "W/"); {
		case tag == "" || x.Reason != "":
		case x.Status.IsError():
			bad[tag] = x.Status
		case x.Status.IsSuccess() && x.Size > 0:
			good[tag] = true
		}
	}
	for _, x := range v.Plain {
		note(x)
	}
	for _, o := range v.Others {
		if o.By != ByCondition && o.By != ByNonsense && o.By != ByStale { // a 412 names the current ETag
			note(o.First)
		}
	}
	for tag, code := range bad {
		if good[tag] {
			return &Hit{Message: fmt.Sprintf("%s comes with the page and with %s", tag, code)}
		}
	}
	return nil
}

// findAlwaysNow wants at least two moments, each of which is the date of the
// last change of the same bytes.
func findAlwaysNow(v Variants) *Hit {
	moments := map[time.Time]bool{}
	for _, x := range v.Plain {
		if !ChangedNow(x) || !x.Status.IsSuccess() {
			return nil
		}
		changed, _ := changedAt(x)
		moments[changed] = true
	}
	if len(moments) < 2 || !steadyBody(v) {
		return nil
	}
	return &Hit{Message: "the same bytes came with another Last-Modified each time, that of the answer itself"}
}

// anotherText reports that the last plain answer shows another text than the
// first one: more than what differs for each request.
func anotherText(v Variants) bool {
	last := v.Plain[len(v.Plain)-1]
	if last.Hash == v.Plain[0].Hash || v.Page == nil || v.Last == nil {
		return false
	}
	return v.Page.Title != v.Last.Title || v.Page.Sketch.Words > 0 && v.Last.Sketch.Words > 0 && !v.Page.Sketch.Like(v.Last.Sketch)
}
