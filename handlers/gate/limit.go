package gate

import (
	"errors"
	"fmt"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

// LimitOptions configure a Limit. Name, Allow and Per are required.
type LimitOptions struct {
	Name   string        // of the policy; clients see it
	Scope  Scope         // which visits count; robots.txt never does
	Key    string        // client_ip (default), header:NAME, cookie:NAME
	Allow  int           // requests …
	Per    time.Duration // … in this time, in the long run
	Burst  int           // requests at once; default Allow
	Mode   Mode          // default Enforce
	Fields Fields        // default IETF; none are sent in report mode
	Table  *Table        // what outlives a reload; nil: a new one
	Count  Count         // nil: nobody counts
	Now    func() time.Time
}

func (o *LimitOptions) setDefaults() {
	if o.Burst == 0 {
		o.Burst = o.Allow
	}
	if o.Mode == "" {
		o.Mode = Enforce
	}
	if o.Fields == "" {
		o.Fields = IETF
	}
	if !o.Mode.enforces() {
		o.Fields = None
	}
	if o.Table == nil {
		o.Table = NewTable()
	}
	o.Count = o.Count.orNone()
	if o.Now == nil {
		o.Now = time.Now
	}
}

const (
	maxWindow = 366 * 24 * time.Hour
	maxAllow  = 1 << 24
)

// Validate reports every mistake of the options.
func (o LimitOptions) Validate() error {
	var mistakes []error
	wrong := func(format string, args ...any) {
		mistakes = append(mistakes, fmt.Errorf("rate limit %q: "+format, append([]any{o.Name}, args...)...))
	}
	if o.Name == "" || !isPrintableASCII(o.Name) {
		wrong("the name is part of a header field: use printable ASCII")
	}
	if o.Allow < 1 || o.Allow > maxAllow || o.Per <= 0 || o.Per > maxWindow {
		wrong("allow: at least one request in a time of up to a year")
	} else if o.Per/time.Duration(o.Allow) == 0 {
		wrong("allow: more than one request a nanosecond is no limit")
	}
	if o.Burst < 0 || o.Burst > maxAllow {
		wrong("burst: must be from 1 to %d", maxAllow)
	} else if o.Allow > 0 && o.Per/time.Duration(o.Allow) > maxWindow/time.Duration(max(o.Burst, 1)) {
		wrong("burst: so many requests take more than a year to be granted again")
	}
	if _, err := parseKey(o.Key); err != nil {
		wrong("%w", err)
	}
	if !o.Mode.valid() {
		wrong("mode: %q is neither report nor enforce", o.Mode)
	}
	if !o.Fields.valid() {
		wrong("headers: %q is none of ietf, legacy, none", o.Fields)
	}
	return errors.Join(mistakes...)
}

// Limit makes clients that ask too often wait. It is safe for concurrent use.
type Limit struct {
	LimitOptions
	rate   rate
	key    keyOf
	fields limitFields
}

// NewLimit returns the limit that the options describe, or all their mistakes.
func NewLimit(o LimitOptions) (*Limit, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	o.setDefaults()
	key, err := parseKey(o.Key)
	if err != nil {
		return nil, err
	}
	return &Limit{
		LimitOptions: o,
		rate:         rate{interval: o.Per / time.Duration(o.Allow), burst: o.Burst},
		key:          key,
		fields:       newLimitFields(o),
	}, nil
}

// Check charges the visit to its client. Refused visits cost nothing, so that
// a client that waits as told is let in.
func (l *Limit) Check(v *Visit) *Refusal {
	if v.Path == robotsPath || !l.Scope.covers(v) {
		return nil
	}
	key, known := l.key(l.Table, v)
	if !known {
		return nil
	}
	g := l.Table.take(key, l.rate, l.Now().UnixNano())
	l.fields.add(v, g)
	switch {
	case g.ok:
		l.Count(l.Name, Allowed)
		return nil
	case !l.Mode.enforces():
		l.Count(l.Name, WouldRefuse)
		v.Reported = append(v.Reported, l.Name)
		return nil
	}
	l.Count(l.Name, Refused)
	return l.refusal(g)
}

// quotaExceeded is the problem type of a limit
// (draft-ietf-httpapi-ratelimit-headers, "Problem Types").
const quotaExceeded = "https://iana.org/assignments/http-problem-types#quota-exceeded"

func (l *Limit) refusal(g grant) *Refusal {
	return &Refusal{
		Status:     status.TooManyRequests,
		Type:       typeDenied,
		Word:       "limit",
		Name:       l.Name,
		RetryAfter: wholeSeconds(g.next), // the t of RateLimit: never earlier
		Exact:      true,
		Problem:    quotaExceeded,
		Violated:   []string{l.Name},
	}
}
