package lastgood

import (
	"mime"
	"net/http"
	"strings"

	"github.com/seed-3913a1bb/signpost/status"
)

// Reason is a word of a closed set that says what speaks against keeping or
// serving a copy; empty: nothing does.
type Reason string

// keeping is an exchange whose answer may be kept.
type keeping struct {
	Policy
	ask     Ask
	subject Subject
	code    status.Code
	header  http.Header
	size    int64 // of the body; negative: unknown
	says    directives
}

// keepRule is one row of what speaks against keeping an answer.
type keepRule struct {
	reason Reason
	holds  func(*keeping) bool
}

// requestRules look at who asked.
var requestRules = []keepRule{
	{"off", func(k *keeping) bool { return k.Limit(k.subject) <= 0 }},
	{"method", func(k *keeping) bool { return k.ask.Request.Method != http.MethodGet }},
	{"key", func(k *keeping) bool { return len(k.ask.Request.URL.Path)+len(k.ask.Request.URL.RawQuery) > maxKey }},
	{"authorization", func(k *keeping) bool { return k.ask.has(authorized) }},
	{"range", func(k *keeping) bool { return k.ask.has(partial) }},
	{"override", func(k *keeping) bool { return k.ask.has(overriding) }},
	{"request-no-store", func(k *keeping) bool {
		return parseDirectives(k.ask.Request.Header, "Cache-Control").noStore
	}},
}

// answerRules look at the fields of the answer.
var answerRules = []keepRule{
	{"set-cookie", func(k *keeping) bool { return len(k.header["Set-Cookie"]) > 0 }},
	{"no-store", func(k *keeping) bool { return k.says.noStore }},
	{"private", func(k *keeping) bool { return k.says.private }},
	{"challenge", func(k *keeping) bool { return isChallengeHeader(k.header) }},
	{"revalidate", func(k *keeping) bool { return k.isStrict(k.subject) && k.says.wantsRevalidation() }},
	{"vary", func(k *keeping) bool { _, ok := varyNames(k.header); return !ok }},
	{"cookie", func(k *keeping) bool { return k.isPersonal(k.ask.Request.Header) && !k.says.public }},
}

// bodyRules look at what kind of body is to come.
var bodyRules = []keepRule{
	{"status", func(k *keeping) bool { return !k.code.Is(status.OK) }},
	{"partial", func(k *keeping) bool { return len(k.header["Content-Range"]) > 0 }},
	{"type", func(k *keeping) bool { return k.subject.isPage() && !k.hasType(mediaType(k.header)) }},
	{"size", func(k *keeping) bool { return k.size > k.maxObject(k.subject) }},
	{"empty", func(k *keeping) bool { return k.size == 0 && k.subject != Robots }},
}

var (
	authorized = []string{"Authorization", "Proxy-Authorization"}
	partial    = []string{"Range", "If-Range"}
	// overriding are fields by which a client makes a framework answer another
	// request than the one that it sent.
	overriding = []string{
		"X-Http-Method-Override", "X-Http-Method", "X-Method-Override", "X-Original-Url", "X-Rewrite-Url",
	}
	// hardFields are read for what nobody may override.
	hardFields = []string{"Cdn-Cache-Control", "Surrogate-Control"}
)

// Keeps says what speaks against keeping an answer, judged by the request and
// the fields alone; empty: it may be kept if its body is good too.
func (p Policy) Keeps(ask Ask, code status.Code, header http.Header, size int64) Reason {
	return p.keeping(ask, code, header, size).against(requestRules, answerRules, bodyRules)
}

func (p Policy) keeping(ask Ask, code status.Code, header http.Header, size int64) *keeping {
	k := &keeping{Policy: p, ask: ask, subject: ask.subject(), code: code, header: header, size: size}
	k.says = parseDirectives(header, "Cache-Control")
	if parseDirectives(header, hardFields...).forbidden() {
		k.says.noStore = true
	}
	return k
}

func (k *keeping) against(tables ...[]keepRule) Reason {
	for _, table := range tables {
		for i := range table {
			if table[i].holds(k) {
				return table[i].reason
			}
		}
	}
	return ""
}

// mediaType is the type without parameters, in lower case.
func mediaType(h http.Header) string {
	t, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		t, _, _ = strings.Cut(h.Get("Content-Type"), ";")
	}
	return strings.ToLower(trimmed(t))
}

func trimmed(s string) string { return strings.Trim(s, " \t") }
