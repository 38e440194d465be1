package listen

import (
	"sync/atomic"
	"time"
)

// rarely says yes at most once a minute: for log lines that strangers cause.
// The zero value says yes first.
type rarely struct{ last atomic.Int64 }

func (r *rarely) now(t time.Time) bool {
	last := r.last.Load()
	return t.Unix()-last >= 60 && r.last.CompareAndSwap(last, t.Unix())
}
