package upstream

import (
	"context"
	"net"
)

// NewPoolOver returns a pool whose servers are the given clients, named a, b,
// c and so on. Each stands for its own fresh connections too, unless one is
// given by fresh.
func NewPoolOver(o PoolOptions, fresh func(i int) Client, clients ...Client) *Pool {
	o.setDefaults()
	members := make([]member, 0, len(clients))
	for i, c := range clients {
		once := func() Client { return c }
		if fresh != nil {
			once = func() Client { return fresh(i) }
		}
		members = append(members, member{name: string(rune('a' + i)), client: c, fresh: once})
	}
	p := newPool(o, members)
	p.watch(o.Health)

	return p
}

// DialFunc is a dial.
type DialFunc = dialFunc

// RememberingRefusals is a dial that fails fast after a refusal.
func RememberingRefusals(next DialFunc) DialFunc { return (&refusals{}).around(next) }

// RememberingAddresses is a dial that knows the last addresses of a name.
func RememberingAddresses(next DialFunc) DialFunc { return (&addresses{}).around(next) }

// Limiting is a dial that opens at most so many connections.
func Limiting(limit int, next DialFunc) DialFunc { return newConnections(limit).around(next) }

// Occupy notes that the exchange of a context holds a connection of Limiting.
func Occupy(ctx context.Context, conn net.Conn) { conn.(*countedConn).place.take(ctx) }
