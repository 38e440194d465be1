package rule

import (
	"fmt"
	"strings"

	"github.com/seed-3913a1bb/signpost/status"
)

// Texts are alike above likeText; below otherText they are not the same.
const (
	likeText  = 0.9
	otherText = 0.5
)

var shut = status.MustParseSet("401, 403")

// agentChecks compare what different visitors are shown under one status.
var agentChecks = []Check{
	{
		ID: "content-by-user-agent", Group: "E", Severity: Warning, Unit: PerURL, Class: 2,
		Title: "The text depends on who asks",
		Why:   "Search engines take a page that shows them another text than visitors for an attempt to deceive.",
		Fix:   "Show everybody the same main text.",
		Docs:  []string{docSpam},
		Find:  eachVariants(findOtherTexts),
	},
	{
		ID: "noindex-by-user-agent", Group: "E", Severity: Error, Unit: PerURL, Class: 2,
		Title: "Whether a page may be indexed depends on who asks",
		Why:   "Search engines obey what they are told: the page leaves their index although others see nothing of it.",
		Fix:   "Send everybody the same robots directives.",
		Docs:  []string{docMeta},
		Find:  eachVariants(findOtherDirectives),
	},
	{
		ID: "auth-by-method", Group: "A", Severity: Error, Unit: PerURL, Class: 3,
		Over:  []string{"head-get-mismatch"},
		Title: "A locked page opens to another method",
		Why:   "What GET refuses, another method hands out: the lock has a hole.",
		Fix:   "Check the right to enter for every method, and never turn a refusal into another status.",
		Docs:  []string{"https://www.rfc-editor.org/rfc/rfc9110#section-9.3.2", docChallenge},
		Find:  eachVariants(findUnlocked),
	},
}

// findOtherTexts lists the agents that twice got another text under the same
// status, where the plain request got one text each time. A short answer on
// either side is a shell for scripts or a wall, and is no other text.
func findOtherTexts(v Variants) *Hit {
	var names []string
	for _, o := range v.Others {
		if o.By != ByAgent || !o.comparable(v) || len(v.Texts) == 0 || v.Texts[0] < likeText {
			continue
		}
		if len(o.Texts) == 2 && o.Texts[0] < otherText && o.Texts[1] < otherText {
			names = append(names, fmt.Sprintf("%s (%.0f %% in common)", o.Name, 100*o.Texts[0]))
		}
	}
	if names == nil {
		return nil
	}
	return &Hit{Confidence: Likely, Message: "shows another text to " + strings.Join(names, ", ")}
}

func findOtherDirectives(v Variants) *Hit {
	if v.Page == nil || v.Last == nil || v.Page.NoIndex() != v.Last.NoIndex() {
		return nil
	}
	var names []string
	for _, o := range v.Others {
		if o.By == ByAgent && o.comparable(v) && o.Page != nil && o.PageAgain != nil &&
			o.Page.NoIndex() != v.Page.NoIndex() && o.PageAgain.NoIndex() != v.Page.NoIndex() {
			names = append(names, o.Name)
		}
	}
	switch {
	case names == nil:
		return nil
	case v.Page.NoIndex():
		return &Hit{Message: "says noindex to Signpost, and not to " + strings.Join(names, ", ")}
	}
	return &Hit{Message: "says noindex to " + strings.Join(names, ", ") + ", and not to Signpost"}
}

// comparable reports a page under the same status, which is no wall.
func (o Variant) comparable(v Variants) bool {
	return v.Plain[0].Status.IsSuccess() && o.First.Status.IsSuccess() && o.First.Reason == "" && o.Wall == ""
}

// findUnlocked looks for a method that gets what GET is refused.
func findUnlocked(v Variants) *Hit {
	if !shut.Has(v.Plain[0].Status) {
		return nil
	}
	for _, o := range v.Others {
		switch {
		case o.By != ByMethod && o.By != ByUnsafe || o.Name == "OPTIONS" || o.Again == nil:
		case !o.First.Status.IsSuccess() || !o.Again.Status.IsSuccess():
		case o.By == ByUnsafe && (o.Page == nil || o.PageAgain == nil):
		default:
			return &Hit{Discriminator: o.Name, Message: fmt.Sprintf("answers %s to GET, and %s to %s", v.Plain[0].Status, o.First.Status, o.Name)}
		}
	}
	return nil
}
