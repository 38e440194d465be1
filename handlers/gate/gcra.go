package gate

import "time"

// rate is the generic cell rate algorithm (ITU-T I.371): each request costs
// one interval, and burst intervals may be spent at once. All it remembers of a
// client is one instant, when the debt will be paid.
type rate struct {
	interval time.Duration // between requests in the long run
	burst    int           // requests at once
}

// grant is what a limit says to one request.
type grant struct {
	ok        bool
	remaining int           // requests that may follow at once
	next      time.Duration // until one more request is granted
}

// take asks for one request at the instant now, in nanoseconds, from a client
// whose debt is paid at paid. It returns the new instant; a refused request
// costs nothing.
func (r rate) take(paid, now int64) (int64, grant) {
	credit := int64(r.interval) * int64(r.burst)
	paid = min(max(paid, now), now+credit) // a clock that jumped back must not lock anybody out
	after := paid + int64(r.interval)
	if over := after - now - credit; over > 0 {
		return paid, grant{next: time.Duration(over)}
	}
	left := credit - (after - now)
	return after, grant{
		ok:        true,
		remaining: int(left / int64(r.interval)),
		next:      r.interval - time.Duration(left%int64(r.interval)),
	}
}
