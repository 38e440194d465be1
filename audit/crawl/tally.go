package crawl

import "sync/atomic"

// tally counts what a run did. It is safe for concurrent use.
type tally struct {
	requests, retries, bytes  atomic.Int64
	pages, broken, unverified atomic.Int64
	unchanged                 atomic.Int64 // answers that confirmed those of an earlier run
	cancelled                 atomic.Int64 // addresses that were being asked when the run ended
}

func (t *tally) request(x *Exchange) {
	t.requests.Add(1)
	if !x.Unchanged { // the body was not sent
		t.bytes.Add(x.Size)
	}
}

func (t *tally) retry() { t.retries.Add(1) }

func (t *tally) result(x *Exchange) {
	if x.Unchanged {
		t.unchanged.Add(1)
	}
	switch {
	case x.Unanswered() != "":
		t.unverified.Add(1)
	case x.Broken():
		t.broken.Add(1)
	case x.Status.IsSuccess() && x.IsHTML():
		t.pages.Add(1)
	}
}
