package report

import (
	"fmt"
	"slices"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/page"
	"github.com/seed-3913a1bb/signpost/status"
)

// drawnHops bounds the addresses in the graph of redirects.
const drawnHops = 80

// way is an address where redirects arrive, and those that are sent on to it.
type way struct {
	page.Way
	from []*way
}

// waysOf joins chains that meet: one tree for each address where chains end, the
// addresses that lead there below it. It also says how many chains had no room.
func waysOf(chains []audit.Redirect) (out []page.Way, left int) {
	var ends []*way
	room := drawnHops
	for _, c := range chains {
		if room < len(c.Chain) {
			left++
			continue
		}
		hops := c.Chain
		if n := len(hops); n > 0 && hops[n-1] == c.To {
			hops = hops[:n-1]
		}
		at, added := joined(&ends, endOf(c))
		room -= added
		for i := len(hops) - 1; i >= 0; i-- {
			at, added = joined(&at.from, page.Way{URL: shown(hops[i]), Label: fmt.Sprint(c.Statuses[min(i, len(c.Statuses)-1)]), Tone: page.Moved})
			room -= added
		}
	}
	return drawn(ends), left
}

// endOf is where a chain ends.
func endOf(c audit.Redirect) page.Way {
	end := page.Way{URL: shown(c.To), Label: fmt.Sprint(c.FinalStatus), Tone: toneOf(status.Code(c.FinalStatus).Class())}
	switch {
	case c.Loop:
		end.Label, end.Tone = "circle", page.Error
	case c.FinalStatus == 0:
		end.Label, end.Tone = "another site", page.Unknown
	}
	return end
}

// joined finds an address among those that are there, or adds it.
func joined(among *[]*way, one page.Way) (at *way, added int) {
	i := slices.IndexFunc(*among, func(w *way) bool { return w.URL == one.URL && w.Label == one.Label })
	if i >= 0 {
		return (*among)[i], 0
	}
	*among = append(*among, &way{Way: one})
	return (*among)[len(*among)-1], 1
}

func drawn(ways []*way) []page.Way {
	out := make([]page.Way, 0, len(ways))
	for _, w := range ways {
		w.Way.From = drawn(w.from)
		out = append(out, w.Way)
	}
	return out
}
