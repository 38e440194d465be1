package rule

import (
	"fmt"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

// Options are the settings of a site that rules and the status map are checked
// against. The zero value is the strictest.
type Options struct {
	// ConfirmDeindex lets 5xx become 4xx, which takes addresses out of the index
	// of search engines.
	ConfirmDeindex bool
	// RetryAfter is what the edge adds to a 503 of its making; 0: nothing.
	RetryAfter time.Duration
}

// refusal is why one status must not become another.
type refusal struct{ text, hint string }

// restates checks a change of status, for all statuses that it starts from.
func (o Options) restates(from status.Set, to status.Code, wait time.Duration) []refusal {
	var found []refusal
	if to.Is(status.ProxyAuthRequired) {
		found = append(found, refusal{
			"407 asks a proxy for credentials and never a visitor (RFC 9110 section 11.7.1)", "send 403, or 401 with a challenge",
		})
	}
	if to.IsClientError() && !o.ConfirmDeindex && hasServerError(from) {
		found = append(found, refusal{
			fmt.Sprintf("from 5xx to %s takes the address out of the index of search engines", to),
			"set status.confirm_deindex: true if that is meant, or leave 5xx out of when.status",
		})
	}
	if to.Is(status.ServiceUnavailable) && wait == 0 && o.RetryAfter == 0 && hasClientError(from) {
		found = append(found, refusal{
			"503 in place of a 4xx promises an end, and nothing says when", "add retry_after here or under status",
		})
	}
	return found
}

func hasServerError(s status.Set) bool { return !only(s, status.Code.IsServerError).Empty() }
func hasClientError(s status.Set) bool { return !only(s, status.Code.IsClientError).Empty() }
