package gate

import (
	"strconv"
	"strings"
	"time"
)

// Fields says how a limit tells clients to pace themselves.
type Fields string

// The forms of rate-limit fields. The zero Fields is IETF.
const (
	IETF   Fields = "ietf"   // RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers)
	Legacy Fields = "legacy" // X-RateLimit-Limit, -Remaining and -Reset
	None   Fields = "none"
)

func (f Fields) valid() bool { return f == "" || f == IETF || f == Legacy || f == None }

// limitFields writes the fields of one limit. What does not change is made
// once.
type limitFields struct {
	kind   Fields
	item   string // the name of the policy as an sf-string
	policy string
	limit  string
}

func newLimitFields(o LimitOptions) limitFields {
	item := sfString(o.Name)
	return limitFields{
		kind: o.Fields,
		item: item,
		policy: item + ";q=" + strconv.Itoa(o.Allow) +
			";w=" + strconv.Itoa(int(max(o.Per/time.Second, 1))),
		limit: strconv.Itoa(o.Allow),
	}
}

// add tells the client what is left.
func (f limitFields) add(v *Visit, g grant) {
	switch f.kind {
	case None:
	case Legacy:
		v.add(field{"X-Ratelimit-Limit", f.limit, true})
		v.add(field{"X-Ratelimit-Remaining", strconv.Itoa(g.remaining), true})
		v.add(field{"X-Ratelimit-Reset", seconds(g.next), true})
	default:
		v.add(field{"Ratelimit-Policy", f.policy, false})
		v.add(field{"Ratelimit", f.left(g), false})
	}
}

// left is the member of RateLimit, in one allocation.
func (f limitFields) left(g grant) string {
	b := make([]byte, 0, 64)
	b = append(b, f.item...)
	b = append(b, ";r="...)
	b = strconv.AppendInt(b, int64(g.remaining), 10)
	b = append(b, ";t="...)
	return string(strconv.AppendInt(b, int64(wholeSeconds(g.next)/time.Second), 10))
}

func seconds(d time.Duration) string { return strconv.Itoa(int(wholeSeconds(d) / time.Second)) }

// sfString writes an sf-string (RFC 9651 section 4.1.6). Names are checked at
// load to hold printable ASCII only.
func sfString(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

func isPrintableASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
