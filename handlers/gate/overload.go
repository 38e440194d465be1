package gate

import (
	"errors"
	"net/http"
	"sync/atomic"
	"time"
)

// OverloadOptions configure an Overload. Everything has a default.
type OverloadOptions struct {
	InFlight int           // requests at once; default 4096
	Wait     time.Duration // Retry-After, spread by a fifth up and down; default 30 s
	HTML     []byte        // page for people; nil: text for everybody
	Policy   string        // Content-Security-Policy of the page
	InUse    *atomic.Int64 // the requests that are being served; shared by the edges of one process. nil: a new one
	Memory   Memory        // nil: this process
	Count    Count         // nil: nobody counts. Names: in-flight, memory
	Now      func() time.Time
}

// Memory measures what the process holds and may hold, in bytes. No limit is 0.
type Memory interface {
	Held() (held, limit uint64)
}

const (
	defaultInFlight = 4096
	defaultBusyWait = 30 * time.Second
)

func (o *OverloadOptions) setDefaults() {
	if o.InFlight == 0 {
		o.InFlight = defaultInFlight
	}
	if o.Wait == 0 {
		o.Wait = defaultBusyWait
	}
	if o.InUse == nil {
		o.InUse = &atomic.Int64{}
	}
	if o.Memory == nil {
		o.Memory = newProcessMemory()
	}
	o.Count = o.Count.orNone()
	if o.Now == nil {
		o.Now = time.Now
	}
}

// Validate reports every mistake of the options.
func (o OverloadOptions) Validate() error {
	var mistakes []error
	if o.InFlight < 0 {
		mistakes = append(mistakes, errors.New("in_flight: must be at least 1"))
	}
	if o.Wait < 0 || o.Wait > longestWait {
		mistakes = append(mistakes, errors.New("overload: the wait must be from a second to an hour"))
	}
	return errors.Join(mistakes...)
}

// Overload turns requests away when there are too many at once, or when the
// memory runs out, before anything is allocated for them. It is safe for
// concurrent use.
type Overload struct {
	OverloadOptions
	heap   watermark
	answer busyAnswer
}

// NewOverload returns the guard, or all mistakes of the options.
func NewOverload(o OverloadOptions) (*Overload, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	o.setDefaults()
	return &Overload{OverloadOptions: o, answer: newBusyAnswer(o.HTML, o.Policy, o.Wait)}, nil
}

// Shed puts the guard around a handler. What must answer even under load, such
// as the owner's health checks, stands outside.
func (o *Overload) Shed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if o.InUse.Add(1) > int64(o.InFlight) {
			o.InUse.Add(-1)
			o.Count("in-flight", Refused)
			o.answer.write(w, r)
			return
		}
		defer o.InUse.Add(-1)
		if o.heap.high(o.Memory, o.Now()) {
			o.Count("memory", Refused)
			o.answer.write(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}
