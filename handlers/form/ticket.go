package form

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"sync"
	"time"
)

const (
	ticketLife = 10 * time.Minute
	maxTickets = 10_000 // used ones that are remembered
)

// Tickets make and take one-time ids for forms that the edge offers to send
// again: a second press of a button, or a page that was kept for later, sends
// nothing. They are bound to a purpose and to the visitor's session. Tickets
// live in one process; the zero value does not work, see NewTickets.
type Tickets struct {
	key [32]byte
	now func() time.Time

	mu   sync.Mutex
	used map[[sha256.Size]byte]time.Time
}

// NewTickets returns tickets under a new random key. The clock is for tests; nil
// is the real one.
func NewTickets(now func() time.Time) *Tickets {
	if now == nil {
		now = time.Now
	}
	t := &Tickets{now: now, used: map[[sha256.Size]byte]time.Time{}}
	_, _ = rand.Read(t.key[:])
	return t
}

// Issue returns a ticket for a purpose, such as a method and an address, in the
// session of the visitor, such as the Cookie field.
func (t *Tickets) Issue(purpose, session string) string {
	var b [24]byte
	binary.BigEndian.PutUint64(b[:8], uint64(t.now().Unix()))
	_, _ = rand.Read(b[8:])
	return base64.RawURLEncoding.EncodeToString(append(b[:], t.sign(b[:], purpose, session)...))
}

// Outcome is what became of a ticket.
type Outcome uint8

// What Take finds.
const (
	Invalid Outcome = iota // made up, changed, for something else, or too old
	Taken                  // good, and used up by this
	Again                  // good, and used before
)

// Take uses a ticket up.
func (t *Tickets) Take(ticket, purpose, session string) Outcome {
	raw, err := base64.RawURLEncoding.DecodeString(ticket)
	if err != nil || len(raw) != 24+sha256.Size || !hmac.Equal(raw[24:], t.sign(raw[:24], purpose, session)) {
		return Invalid
	}
	age := t.now().Sub(time.Unix(int64(binary.BigEndian.Uint64(raw[:8])), 0))
	if age < 0 || age > ticketLife {
		return Invalid
	}
	return t.use([sha256.Size]byte(raw[24:]))
}

func (t *Tickets) sign(id []byte, purpose, session string) []byte {
	mac := hmac.New(sha256.New, t.key[:])
	for _, part := range [][]byte{id, []byte(purpose), []byte(session)} {
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(part)))
		mac.Write(size[:])
		mac.Write(part)
	}
	return mac.Sum(nil)
}

// use remembers a ticket until it is too old. When the memory is full of
// tickets that are not, none is taken: refusing a button is better than sending
// twice.
func (t *Tickets) use(id [sha256.Size]byte) Outcome {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, known := t.used[id]; known {
		return Again
	}
	now := t.now()
	if len(t.used) >= maxTickets {
		for old, at := range t.used {
			if now.Sub(at) > ticketLife {
				delete(t.used, old)
			}
		}
	}
	if len(t.used) >= maxTickets {
		return Invalid
	}
	t.used[id] = now
	return Taken
}
