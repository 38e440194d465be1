package access

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/seed-3913a1bb/signpost/status"
)

// The formats of a line.
const (
	JSON     = "json"
	Combined = "combined"
)

// What becomes of the client's address.
const (
	Keep     = "keep"
	Truncate = "truncate" // to /24 and /48
	Drop     = "drop"
)

// Options configure a Log. Everything but Output has a default.
type Options struct {
	Output   io.Writer // where lines go, one Write for one or more whole lines; required. The Log does not close it
	Format   string    // json (default) | combined
	ClientIP string    // keep (default) | truncate | drop
	Query    string    // keep (default) | drop
	Redact   []string  // names of query parameters whose values are hidden, besides the built-in ones
	Sample   []Sample  // the first that has the status decides; default: every line
}

// Sample keeps a share of the lines of some statuses.
type Sample struct {
	Statuses status.Set // of the served answer
	Share    float64    // 0 to 1
}

func (o *Options) setDefaults() {
	if o.Format == "" {
		o.Format = JSON
	}
	if o.ClientIP == "" {
		o.ClientIP = Keep
	}
	if o.Query == "" {
		o.Query = Keep
	}
}

// Validate reports every mistake of the options.
func (o Options) Validate() error {
	o.setDefaults()
	var mistakes []error
	if o.Output == nil {
		mistakes = append(mistakes, errors.New("access log: no output given"))
	}
	for _, choice := range []struct {
		key, value string
		allowed    []string
	}{
		{"format", o.Format, []string{JSON, Combined}},
		{"client_ip", o.ClientIP, []string{Keep, Truncate, Drop}},
		{"query", o.Query, []string{Keep, Drop}},
	} {
		if !slices.Contains(choice.allowed, choice.value) {
			mistakes = append(mistakes, fmt.Errorf("access log: %s %q is not known, use one of %v", choice.key, choice.value, choice.allowed))
		}
	}
	for _, s := range o.Sample {
		if s.Share < 0 || s.Share > 1 {
			mistakes = append(mistakes, fmt.Errorf("access log: share %v is not between 0 and 1", s.Share))
		}
	}
	return errors.Join(mistakes...)
}
