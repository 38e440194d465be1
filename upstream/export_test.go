package upstream

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
