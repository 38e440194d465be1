package upstream

import (
	"errors"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

// statusUnavailable is what the edge answers while no server may be asked.
const statusUnavailable = status.ServiceUnavailable

// Bounds of what is said about the next probe. A field of 0 seconds would ask
// for a storm.
const (
	minWait = time.Second
	maxWait = time.Hour
)

// downSet are the answers of a server that does not serve. A 4xx, 409 above
// all, is an answer like any other.
var downSet = status.Of(status.BadGateway, status.ServiceUnavailable, status.GatewayTimeout)

// blameSet are the failures that speak against a server; not its owner's limit
// of connections, nor a request that could not be read or sent.
var blameSet = status.Of(status.BadGateway, status.GatewayTimeout)

// member is a server as the pool gets it.
type member struct {
	name   string // host and port
	client Client
	fresh  func() Client // a client that opens a connection for each request
	conns  *connections
}

// server is one member of a pool and what is known about it.
type server struct {
	member
	hash    uint64
	pending atomic.Int64
	circuit circuit
	health  health
	load    window // answers, and how many of them were fit to use
}

// takes reports whether the server may be asked now.
func (s *server) takes(tried []*server, now time.Duration) bool {
	return !s.health.down.Load() && s.circuit.admits(now) && !slices.Contains(tried, s)
}

// nextChance is when the server may be up again, at the age of the pool.
func (s *server) nextChance() time.Duration {
	return max(s.health.next(), s.circuit.reopens())
}

// ask sends a request to the server and learns from the outcome.
func (r route) ask(req *http.Request, p *Pool) (*http.Response, error) {
	client := r.client
	if r.fresh {
		client = r.member.fresh()
	}
	r.pending.Add(1)
	res, err := client.RoundTrip(req)
	r.learn(res, err, p.now())
	if err != nil {
		r.pending.Add(-1)

		return nil, err
	}
	r.follow(res)

	return res, nil
}

func (r route) learn(res *http.Response, err error, at time.Duration) {
	switch {
	case err == nil && !downSet.Has(status.Code(res.StatusCode)):
		r.load.add(at, 1, 1)
		r.circuit.succeed(r.probe)
	case err == nil || isBlame(err):
		r.load.add(at, 1, 0)
		r.circuit.fail(r.probe, at)
	default:
		r.leave()
	}
}

func isBlame(err error) bool {
	f, ok := errors.AsType[*Failure](err)

	return ok && blameSet.Has(f.Status)
}
