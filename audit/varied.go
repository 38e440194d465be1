package audit

import (
	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/status"
)

// Varied is what one address answered to requests that differ in one thing.
type Varied struct {
	URL    string       `json:"url"`
	Plain  []int        `json:"plain"` // statuses of the plain request, first and last of all
	Type   string       `json:"content_type"`
	Others []VariedWith `json:"others"`
}

// VariedWith is the answer to one other way to ask.
type VariedWith struct {
	By      rule.Dimension `json:"by"` // method, agent, accept, language, encoding, cookie, protocol
	Name    string         `json:"name"`
	Status  int            `json:"status"`
	Type    string         `json:"content_type"`
	Differs bool           `json:"differs"` // another class of status than the plain answer, twice
}

// Conditional is how an address answers a request that says what the reader has
// already (RFC 9110 section 13).
type Conditional struct {
	URL          string             `json:"url"`
	ETag         string             `json:"etag"`          // of the plain answer
	LastModified string             `json:"last_modified"` // of the plain answer
	Own          []int              `json:"own"`           // statuses when its own validators were sent back
	Foreign      []int              `json:"foreign"`       // statuses when an ETag was sent that nobody gave out
	Verdict      ConditionalVerdict `json:"verdict"`
}

// ConditionalVerdict sums up how an address treats validators. The values are
// stable.
type ConditionalVerdict string

// The verdicts.
const (
	CondHonoured ConditionalVerdict = "honoured"   // 304 to its own, the page to a foreign one
	CondIgnored  ConditionalVerdict = "ignored"    // the page all the same
	CondAlways   ConditionalVerdict = "always-304" // 304 to a foreign one too
	CondMixed    ConditionalVerdict = "mixed"      // now so, now so
	CondNone     ConditionalVerdict = "none"       // it gives out no validators
)

// varied lists the answers of each address that was asked in other ways, and
// how it treats validators.
func varied(all []rule.Variants) (ways []Varied, conditions []Conditional) {
	ways, conditions = []Varied{}, []Conditional{}
	for _, v := range all {
		first := v.Plain[0]
		one := Varied{URL: v.Address.Raw, Plain: []int{}, Type: first.MediaType(), Others: []VariedWith{}}
		for _, x := range v.Plain {
			one.Plain = append(one.Plain, int(x.Status))
		}
		for _, o := range v.Others {
			if o.By != rule.ByCondition && o.By != rule.ByNonsense && o.By != rule.ByStale {
				one.Others = append(one.Others, VariedWith{o.By, o.Name, int(o.First.Status), o.First.MediaType(), v.Differs(o)})
			}
		}
		ways = append(ways, one)
		if first.Status.IsSuccess() {
			conditions = append(conditions, conditional(v))
		}
	}
	return ways, conditions
}

func conditional(v rule.Variants) Conditional {
	header := v.Plain[0].Header
	out := Conditional{
		URL: v.Address.Raw, ETag: header.Get("Etag"), LastModified: header.Get("Last-Modified"), Own: []int{}, Foreign: []int{},
	}
	for _, o := range v.Others {
		switch o.By {
		case rule.ByCondition:
			out.Own = append(out.Own, int(o.First.Status))
		case rule.ByNonsense:
			out.Foreign = append(out.Foreign, statusesOf(o.First, o.Again)...)
		}
	}
	out.Verdict = out.judge()
	return out
}

func statusesOf(answers ...*crawl.Exchange) (out []int) {
	for _, x := range answers {
		if x != nil {
			out = append(out, int(x.Status))
		}
	}
	return out
}

func (c Conditional) judge() ConditionalVerdict {
	own, foreign := countUnchanged(c.Own), countUnchanged(c.Foreign)
	switch {
	case c.ETag == "" && c.LastModified == "":
		return CondNone
	case foreign > 0 && foreign == len(c.Foreign):
		return CondAlways
	case own == 0:
		return CondIgnored
	case own == len(c.Own) && foreign == 0:
		return CondHonoured
	}
	return CondMixed
}

func countUnchanged(codes []int) (n int) {
	for _, code := range codes {
		if status.Code(code).Is(status.NotModified) {
			n++
		}
	}
	return n
}
