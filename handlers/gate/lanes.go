package gate

import (
	"context"
	"sync"
	"time"
)

const maxLanes = 4096 // resources written at once by one process

// lanes make the writes to one resource go one after the other, in the order
// in which they came. A lane exists only while somebody is in it, so the map is
// no larger than the number of writes under way.
type lanes struct {
	mu  sync.Mutex
	all map[string]*lane
}

// lane is one resource: a token that one write holds.
type lane struct {
	token  chan struct{}
	inside int // who holds the token or waits for it
}

// turn is how waiting for a lane ended.
type turn int

const (
	mine turn = iota
	full      // the line is as long as it may get, or there are too many lanes
	late      // the wait is over
	gone      // the client has left
)

// enter waits for the lane of a resource. When it is mine, leave has to be
// called.
func (l *lanes) enter(ctx context.Context, resource string, depth int, wait time.Duration) (turn, func()) {
	at := l.join(resource, depth)
	if at == nil {
		return full, nil
	}
	leave := func() {
		<-at.token
		l.quit(resource, at)
	}
	select {
	case at.token <- struct{}{}:
		return mine, leave
	default:
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case at.token <- struct{}{}:
		return mine, leave
	case <-timer.C:
		l.quit(resource, at)
		return late, nil
	case <-ctx.Done():
		l.quit(resource, at)
		return gone, nil
	}
}

// join finds the lane or opens one; nil: there is no room.
func (l *lanes) join(resource string, depth int) *lane {
	l.mu.Lock()
	defer l.mu.Unlock()
	at, open := l.all[resource]
	if !open {
		if len(l.all) >= maxLanes {
			return nil
		}
		at = &lane{token: make(chan struct{}, 1)}
		if l.all == nil {
			l.all = map[string]*lane{}
		}
		l.all[resource] = at
	}
	if at.inside > depth { // one inside, depth in line
		return nil
	}
	at.inside++
	return at
}

func (l *lanes) quit(resource string, at *lane) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if at.inside--; at.inside == 0 {
		delete(l.all, resource)
	}
}
