package robots

import "github.com/seed-3913a1bb/signpost/status"

// MaxBody is how many bytes of a robots.txt count: 500 KiB, the least that RFC
// 9309 section 2.5 demands of a crawler, and all that Google reads.
const MaxBody = 500 << 10

// Policy says what decided. The values are stable.
type Policy string

// Policies.
const (
	ByRules     Policy = "rules"        // the file was read; its rules decide, none means allowed
	AllowAll    Policy = "allow-all"    // 4xx but 429, or a redirect that leads nowhere: there is no file
	DisallowAll Policy = "disallow-all" // 429, 5xx, no answer: nobody knows, so nothing may be fetched
	OwnAddress  Policy = "robots-txt"   // /robots.txt itself may always be fetched
)

// ownPath is implicitly allowed (RFC 9309 section 2.2.2).
const ownPath = "/robots.txt"

// Answer is the answer of an origin to a request for /robots.txt, understood.
// It is immutable and safe for concurrent use. A nil Answer is no answer.
type Answer struct {
	code   status.Code
	policy Policy
	file   *File // => policy == ByRules
	cut    bool
}

// NoAnswer stands in place of a status when the network failed.
const NoAnswer status.Code = 0

// Read understands an answer. The code is the last one after redirects; a
// redirect that the fetcher did not or could not follow counts as no file, and
// NoAnswer or a number that is no final status as a server error (RFC 9309
// section 2.3.1). Bytes of the body after MaxBody are ignored, and all of it
// unless the code is 2xx.
func Read(code status.Code, body []byte) *Answer {
	a := &Answer{code: code, policy: policyOf(code)}
	if a.policy != ByRules {
		return a
	}
	a.cut = len(body) > MaxBody
	a.file = Parse(body[:min(len(body), MaxBody)])
	return a
}

func policyOf(code status.Code) Policy {
	switch {
	case code.IsSuccess():
		return ByRules
	case code.Is(status.TooManyRequests):
		return DisallowAll
	case code.IsClientError(), code.IsRedirection():
		return AllowAll
	default:
		return DisallowAll
	}
}

// Decide reads an answer and asks it one thing. Ask an Answer when there is
// more than one address.
func Decide(code status.Code, body []byte, agent, url string) Decision {
	return Read(code, body).Decide(agent, url)
}

// Decide says whether an agent may fetch an address of the origin, and why.
func (a *Answer) Decide(agent, url string) Decision {
	if pathOf(url) == ownPath {
		return Decision{Allowed: true, Policy: OwnAddress, Group: NoGroup}
	}
	switch policy := a.Policy(); policy {
	case ByRules:
		return a.file.Decide(agent, url)
	default:
		return Decision{Allowed: policy == AllowAll, Policy: policy, Group: NoGroup}
	}
}

// Policy is what the status alone decides; never OwnAddress.
func (a *Answer) Policy() Policy {
	if a == nil {
		return DisallowAll
	}
	return a.policy
}

// Status is the code that was given to Read.
func (a *Answer) Status() status.Code {
	if a == nil {
		return NoAnswer
	}
	return a.code
}

// File is the parsed body; nil unless Policy is ByRules.
func (a *Answer) File() *File {
	if a == nil {
		return nil
	}
	return a.file
}

// Cut reports that the body was longer than MaxBody and the rest ignored. To
// list what was lost, Parse the whole body and look for lines whose Offset and
// length reach behind MaxBody.
func (a *Answer) Cut() bool { return a != nil && a.cut }
