package rule

// ProbeVerdict says what a site does with a made-up name. The values are
// stable.
type ProbeVerdict string

// The verdicts.
const (
	ProbeMissing ProbeVerdict = "missing" // both names got 404 or 410: as it should be
	ProbeFound   ProbeVerdict = "found"   // both got a page with success
	ProbeMoved   ProbeVerdict = "moved"   // both were sent on to one page
	ProbeUnsure  ProbeVerdict = "unsure"  // success that proves nothing: the place may accept any name
	ProbeOther   ProbeVerdict = "other"   // any other answer, or two that differ
)

// Verdict weighs the answers to both names, as the checks of soft 404s do.
func (p Probe) Verdict() ProbeVerdict {
	if absent.Has(p.Asked[0].Final().Status) && absent.Has(p.Asked[1].Final().Status) {
		return ProbeMissing
	}
	if hit := answersInPlace(p); hit != nil {
		if hit.Confidence == Unsure {
			return ProbeUnsure
		}
		return ProbeFound
	}
	if redirectsAway(p) != nil {
		return ProbeMoved
	}
	return ProbeOther
}
