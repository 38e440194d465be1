package robots

import "github.com/seed-3913a1bb/signpost/status"

// Opinion is what the second reader says of one address, beside the decision.
type Opinion struct {
	Asked     bool       `json:"asked"`      // false: no answer at all, or a file beyond the bounds; the rest is zero then
	Rejected  bool       `json:"rejected"`   // it refuses the whole file
	Reason    string     `json:"reason"`     // why it refuses, in its words; foreign text
	Allowed   bool       `json:"allowed"`    // its answer; false when Rejected
	Disagrees bool       `json:"disagrees"`  // it would decide otherwise, or could not
	Why       Difference `json:"difference"` // empty unless Disagrees
}

// SecondOpinion reads an answer twice and compares. Use a SecondReader when
// there is more than one address.
func SecondOpinion(code status.Code, body []byte, agent, url string) Opinion {
	return NewSecondReader(Read(code, body), body).Opinion(agent, url)
}

// Opinion compares the second reader's answer with the decision. A file that
// the second reader refuses as a whole counts as a disagreement: what a program
// built on it does then is anybody's guess.
func (s *SecondReader) Opinion(agent, url string) Opinion {
	if s.tooMuch {
		return Opinion{}
	}
	decision := s.first.Decide(agent, url)
	if s.rejected != "" {
		return Opinion{
			Asked: true, Rejected: true, Reason: s.rejected,
			Disagrees: true, Why: s.whyRejected(),
		}
	}
	path := secondPath(url)
	allowed, ok := s.ask(agent, path)
	if !ok {
		return Opinion{}
	}
	o := Opinion{Asked: true, Allowed: allowed, Disagrees: allowed != decision.Allowed}
	if o.Disagrees {
		o.Why = s.why(decision, question{agent, url, path})
	}
	return o
}

// secondPath is the path as programs hand it to the second reader: encoded.
func secondPath(url string) string { return escape(pathOf(url)) }
