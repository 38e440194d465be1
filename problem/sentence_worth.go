package problem

import (
	"strings"
	"unicode"

	"github.com/seed-3913a1bb/signpost/status"
)

// isSentence refuses what nobody should read: fragments of JSON, addresses,
// reason phrases and boilerplate.
func isSentence(s string) bool {
	if s == "" || s[0] == '{' && s[len(s)-1] == '}' || strings.HasPrefix(s, `["`) || strings.HasPrefix(s, "[{") {
		return false
	}
	if !strings.ContainsFunc(s, unicode.IsLetter) || isAddress(s) {
		return false
	}
	return !isReasonPhrase(s) && !isBoilerplate(s)
}

func isAddress(s string) bool {
	return !strings.Contains(s, " ") && (strings.Contains(s, "://") || strings.HasPrefix(s, "urn:") || s[0] == '/')
}

// oldNames are what servers still call some statuses.
var oldNames = []string{
	"internal error", "server error", "request entity too large", "payload too large", "unprocessable entity",
	"request uri too long", "request-uri too long", "requested range not satisfiable", "moved temporarily",
	"request conflict", "resource conflict", "data conflict", "conflict error", "service temporarily unavailable", "bad gateway error", "gateway time-out", "request time-out",
}

// reasonPhrases holds the names of all registered statuses in lower case. Names
// of unofficial codes are sentences elsewhere ("Invalid token").
var reasonPhrases = func() map[string]bool {
	set := map[string]bool{}
	for _, name := range oldNames {
		set[name] = true
	}
	for c := status.Code(100); c.Valid(); c++ {
		if !c.Known() || c.Facts().Registered {
			set[strings.ToLower(c.Reason())] = true
		}
	}
	return set
}()

// isReasonPhrase reports "Conflict", "409 Conflict", "HTTP 409: Conflict." and
// the like, in any case.
func isReasonPhrase(s string) bool {
	if len(s) > 60 {
		return false
	}
	s = strings.ToLower(strings.TrimRight(strings.TrimSpace(s), ".! "))
	s = strings.TrimPrefix(strings.TrimPrefix(s, "http "), "error ")
	s = strings.TrimSpace(strings.TrimPrefix(s, "http/1.1 "))
	if len(s) >= 3 && strings.Trim(s[:3], "0123456789") == "" {
		s = strings.TrimLeft(s[3:], " :-–—,.")
	}
	s = strings.TrimPrefix(s, "error: ")
	return s == "" || reasonPhrases[s] || reasonPhrases[strings.ReplaceAll(s, "_", " ")]
}

// boilerplate is what servers say whatever happened: it misleads or helps
// nobody. What is true stays, such as mod_dav's words about a precondition.
var boilerplate = []string{
	"internal error or misconfiguration",
	"the server encountered an internal error",
	"an error occurred while processing your request",
	"an unexpected error occurred",
	"an unexpected error has occurred",
	"an error has occurred",
	"an error occurred",
	"something went wrong",
	"oops! an error occurred",
	"whitelabel error page",
	"no message available",
	"traceback (most recent call last)",
	"the requested resource was not found on this server",
	"was not found on this server",
	"this application has no explicit mapping for /error",
	"[object object]",
	"could not execute statement",
	"due to a conflict with the current state of the target resource",
}

// isBoilerplate reports a sentence that is hardly more than boilerplate; what
// stands behind a colon is news.
func isBoilerplate(s string) bool {
	const longest = 200
	if len(s) > longest || strings.Contains(s, ": ") {
		return false
	}
	s = strings.ToLower(s)
	for _, b := range boilerplate {
		if len(s) <= len(b)+80 && strings.Contains(s, b) {
			return true
		}
	}
	return false
}

// vague sentences only announce that the reason stands elsewhere.
var vague = []string{
	"validation failed", "validation error", "validation errors", "validation error(s)", "validation failure",
	"request failed", "invalid request", "the request failed", "multiple errors occurred", "one or more errors occurred",
	"an error has been reported", "a general error has occurred", "conflict occurred", "a conflict occurred",
	"conflict detected", "error occurred", "operation failed", "request could not be processed",
}

// isVague reports a sentence that says no more than one of the vague ones, or
// that sends the reader to another member.
func isVague(s string) bool {
	const longest = 100
	if len(s) > longest {
		return false
	}
	s = strings.ToLower(strings.TrimRight(s, ".! "))
	for _, v := range vague {
		if s == v {
			return true
		}
	}
	return strings.HasPrefix(s, "see ") && strings.HasSuffix(s, "information") || strings.Contains(s, "see extendedinfo")
}

// fragmentStarts begin what frameworks say of a field without naming it: "has
// already been taken".
var fragmentStarts = []string{"has ", "is ", "already ", "it must ", "it should "}

func isFragment(s string) bool {
	for _, start := range fragmentStarts {
		if strings.HasPrefix(s, start) {
			return true
		}
	}
	return false
}
