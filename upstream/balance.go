package upstream

import (
	"net/http"
	"time"
)

// Balance is how a pool chooses among its servers.
type Balance string

// The ways to balance. Servers that are down, or whose circuit is open, are
// left out in each.
const (
	LeastPending Balance = "least-pending" // the fewest requests under way; the default
	RoundRobin   Balance = "round-robin"   // one after the other
	HashPath     Balance = "hash:path"     // each path, without its query, to a server of its own
)

// picker returns one of the servers that may be asked, or nil.
type picker func(p *Pool, req *http.Request, tried []*server, now time.Duration) *server

var pickers = map[Balance]picker{
	LeastPending: leastPending,
	RoundRobin:   roundRobin,
	HashPath:     hashPath,
}

// turn returns where a choice starts: at each server in turn. A repeat takes no
// turn, or of two servers the one that fails would get every first attempt.
func (p *Pool) turn(tried []*server) int {
	n := uint64(len(p.servers))
	switch {
	case n == 1:
		return 0
	case len(tried) > 0:
		return int(p.turns.Load() % n)
	default:
		return int(p.turns.Add(1) % n)
	}
}

// at returns the i-th server from a start.
func (p *Pool) at(start, i int) *server { return p.servers[(start+i)%len(p.servers)] }

func roundRobin(p *Pool, _ *http.Request, tried []*server, now time.Duration) *server {
	start := p.turn(tried)
	for i := range p.servers {
		if s := p.at(start, i); s.takes(tried, now) {
			return s
		}
	}

	return nil
}

// leastPending looks from a start that moves, so that equals take turns.
func leastPending(p *Pool, _ *http.Request, tried []*server, now time.Duration) *server {
	var best *server
	var fewest int64
	start := p.turn(tried)
	for i := range p.servers {
		s := p.at(start, i)
		if !s.takes(tried, now) {
			continue
		}
		if n := s.pending.Load(); best == nil || n < fewest {
			best, fewest = s, n
		}
	}

	return best
}

// hashPath takes the server whose weight for the path is highest (rendezvous
// hashing): when a server falls out, only its own paths move.
func hashPath(p *Pool, req *http.Request, tried []*server, now time.Duration) *server {
	path := hashOf(req.URL.Path)
	var best *server
	var highest uint64
	for _, s := range p.servers {
		if !s.takes(tried, now) {
			continue
		}
		if weight := mix(path ^ s.hash); best == nil || weight > highest {
			best, highest = s, weight
		}
	}

	return best
}

// FNV-1a, 64 bits: the same in every process, so that a restart moves no path.
const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

func hashOf(s string) uint64 {
	h := uint64(fnvOffset)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * fnvPrime
	}

	return h
}

// mix spreads a difference in any bit over all of them (the finaliser of
// SplitMix64).
func mix(h uint64) uint64 {
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb

	return h ^ h>>31
}
