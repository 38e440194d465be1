package upstream

import "time"

// BudgetOptions bound how much a pool adds to the load of its servers by
// repeating: a share of its requests, and a floor for sites with few. What was
// not used is kept for ten seconds.
type BudgetOptions struct {
	Share float64 // of the requests; default 0.1, negative: none
	Floor float64 // repeats a second besides; default 3, negative: none
}

const (
	defaultShare = 0.1
	defaultFloor = 3
)

func (o *BudgetOptions) setDefaults() {
	if o.Share == 0 {
		o.Share = defaultShare
	}
	if o.Floor == 0 {
		o.Floor = defaultFloor
	}
}

// budget counts requests and repeats of the last ten seconds. A request counts
// before it is sent: when servers fail slowly, a count of answers would come
// too late.
type budget struct {
	share, floor float64
	spent        window // requests, repeats
}

func newBudget(o BudgetOptions) budget {
	return budget{share: max(o.Share, 0), floor: max(o.Floor, 0) * windowSeconds}
}

func (b *budget) deposit(now time.Duration) { b.spent.add(now, 1, 0) }

// withdraw takes one repeat, unless the budget is empty.
func (b *budget) withdraw(now time.Duration) bool {
	requests, repeats := b.spent.sums(now)
	if float64(repeats+1) > float64(requests)*b.share+b.floor {
		return false
	}
	b.spent.add(now, 0, 1)

	return true
}

// fewAnswers is too few to tell a drowning server from bad luck.
const fewAnswers = 10

// drowning is the share of repeats that a server is spared: 0 for one that
// serves at least every second request, and close to 1 for one that serves
// none (client-side throttling, as in the SRE book, chapter 21).
func (s *server) drowning(now time.Duration) float64 {
	requests, accepts := s.load.sums(now)
	if requests < fewAnswers {
		return 0
	}

	return max(0, float64(requests-2*accepts)/float64(requests+1))
}
