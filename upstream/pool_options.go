package upstream

import (
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"slices"
)

// PoolOptions configure a Pool. The zero value of every field but Servers has a
// working default.
type PoolOptions struct {
	Servers []string // addresses, as in Options.URL; at least one
	Server  Options  // what holds for each of them; its URL is not used
	Balance Balance  // default LeastPending
	Health  HealthOptions
	Circuit CircuitOptions
	Retry   RetryOptions
	Log     *slog.Logger   // nil: nothing is logged
	Rand    func() float64 // in [0, 1), for pauses; nil: math/rand/v2
}

func (o *PoolOptions) setDefaults() {
	if o.Balance == "" {
		o.Balance = LeastPending
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Server.Log == nil {
		o.Server.Log = o.Log
	}
	if o.Rand == nil {
		o.Rand = rand.Float64
	}
	o.Health.setDefaults()
	o.Circuit.setDefaults()
	o.Retry.setDefaults()
}

// Validate reports every mistake of the options. It accepts whatever NewPool
// accepts.
func (o PoolOptions) Validate() error {
	o.setDefaults()
	_, err := o.parse()

	return err
}

// parse returns the addresses of the servers, or every mistake of the options.
func (o PoolOptions) parse() ([]*url.URL, error) {
	mistakes := o.mistakes()
	var servers []*url.URL
	for i, raw := range o.Servers {
		if slices.Contains(o.Servers[:i], raw) {
			mistakes = append(mistakes, fmt.Errorf("%s: this server is named twice", raw))
		}
		base, wrong := parseServer(raw)
		if wrong == nil {
			wrong = o.Server.schemeMistakes(base)
		}
		servers, mistakes = append(servers, base), append(mistakes, wrong...)
	}

	return servers, errors.Join(mistakes...)
}

// members returns a client for each server.
func (o PoolOptions) members(servers []*url.URL) []member {
	var members []member
	for _, base := range servers {
		each := o.Server
		each.setDefaults()
		c := newClient(each, base)
		members = append(members, member{name: base.Host, client: c, fresh: c.fresh, conns: c.conns})
	}

	return members
}

// mistakes are those that have nothing to do with a single server.
func (o PoolOptions) mistakes() []error {
	var mistakes []error
	if len(o.Servers) == 0 {
		mistakes = append(mistakes, errors.New("no server, give at least one like http://127.0.0.1:3000"))
	}
	if _, ok := pickers[o.Balance]; !ok {
		mistakes = append(mistakes, fmt.Errorf("balance %q is not known, use %s, %s or %s",
			o.Balance, LeastPending, RoundRobin, HashPath))
	}
	each := o.Server
	each.setDefaults()
	mistakes = append(mistakes, each.mistakes()...)
	mistakes = append(mistakes, o.Health.validate()...)
	mistakes = append(mistakes, o.Circuit.validate()...)

	return append(mistakes, o.Retry.validate()...)
}
