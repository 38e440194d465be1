package upstream

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

// RetryOptions say what a pool repeats. Whatever they say, a request goes out
// again only when its method is listed or nothing of it was sent, when no byte
// of its body was read, and before anything of an answer has reached the
// client (RFC 9110 section 9.2.2).
type RetryOptions struct {
	Attempts int      // extra tries; default 1, at most 5; negative: never
	Methods  []string // default GET, HEAD, OPTIONS
	After    []string // connect-error, reset-before-answer, and statuses of 5xx or 409; default both words, 502, 503, 504
	Backoff  BackoffOptions
	Budget   BudgetOptions

	// HonorRetryAfter is the longest Retry-After that is waited for; an answer
	// with a longer one is given to the client. Default 1s; negative: no such
	// answer is repeated.
	HonorRetryAfter time.Duration

	// Transient tells whether a 409 will pass by itself, for example because
	// another operation is running. It is asked for GET and HEAD, and only
	// when After lists 409. It may read the body and must put it back.
	Transient func(*http.Response) bool
}

// BackoffOptions bound the pause before a repeat, which is random between 0
// and First, then twice, four times … First, but at most Max.
type BackoffOptions struct {
	First time.Duration // default 25ms
	Max   time.Duration // default 1s
}

// What After may name besides statuses.
const (
	ConnectError      = "connect-error"       // no connection, or no name; only another server is tried
	ResetBeforeAnswer = "reset-before-answer" // the connection ended before an answer began
)

const (
	defaultAttempts = 1
	maxAttempts     = 5
	defaultFirst    = 25 * time.Millisecond
	defaultMax      = time.Second
	defaultHonor    = time.Second
)

func (o *RetryOptions) setDefaults() {
	if o.Attempts == 0 {
		o.Attempts = defaultAttempts
	}
	if o.Methods == nil {
		o.Methods = []string{http.MethodGet, http.MethodHead, http.MethodOptions}
	}
	if o.After == nil {
		o.After = []string{ConnectError, ResetBeforeAnswer, "502", "503", "504"}
	}
	if o.Backoff.First == 0 {
		o.Backoff.First = defaultFirst
	}
	if o.Backoff.Max == 0 {
		o.Backoff.Max = defaultMax
	}
	if o.HonorRetryAfter == 0 {
		o.HonorRetryAfter = defaultHonor
	}
	o.Budget.setDefaults()
}

// repeatableSet are the statuses that After may name.
var repeatableSet = status.MustParseSet("409, 5xx")

func (o RetryOptions) validate() []error {
	var mistakes []error
	if o.Attempts > maxAttempts {
		mistakes = append(mistakes, fmt.Errorf("retry: %d attempts: at most %d", o.Attempts, maxAttempts))
	}
	for _, d := range []time.Duration{o.Backoff.First, o.Backoff.Max} {
		if d < 0 {
			mistakes = append(mistakes, fmt.Errorf("retry: backoff %v: must not be negative", d))
		}
	}
	if o.Budget.Share > 1 {
		mistakes = append(mistakes, fmt.Errorf("retry: a budget of %v of the requests: at most 1, which is all of them", o.Budget.Share))
	}
	for _, entry := range o.After {
		if err := o.validateCause(entry); err != nil {
			mistakes = append(mistakes, err)
		}
	}

	return mistakes
}

func (o RetryOptions) validateCause(entry string) error {
	if entry == ConnectError || entry == ResetBeforeAnswer {
		return nil
	}
	set, err := status.ParseSet(entry)
	if err != nil {
		return fmt.Errorf("retry: after %q: neither %s nor %s, and %w", entry, ConnectError, ResetBeforeAnswer, err)
	}
	for _, code := range set.Codes() {
		if !repeatableSet.Has(code) {
			return fmt.Errorf("retry: after %q: %v is the server's decision about the request; "+
				"only 5xx, and 409 for reads, may be tried again", entry, code)
		}
	}
	if set.Has(status.Conflict) && o.Transient == nil {
		return errors.New("retry: after 409: nobody here can tell which conflicts pass by themselves")
	}

	return nil
}

// statuses are those that After names.
func (o RetryOptions) statuses() status.Set {
	var codes []status.Code
	for _, entry := range o.After {
		if set, err := status.ParseSet(entry); err == nil {
			codes = append(codes, set.Codes()...)
		}
	}

	return status.Of(codes...)
}
