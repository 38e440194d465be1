package form_test

import (
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers/form"
)

func TestATicketIsGoodOnceForOnePurposeAndOneVisitor(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	tickets := form.NewTickets(func() time.Time { return now })
	ticket := tickets.Issue("POST /a", "sid=1")
	other := form.NewTickets(func() time.Time { return now })
	for _, c := range []struct {
		name                     string
		by                       *form.Tickets
		ticket, purpose, session string
		want                     form.Outcome
	}{
		{"another purpose", tickets, ticket, "POST /b", "sid=1", form.Invalid},
		{"another visitor", tickets, ticket, "POST /a", "sid=2", form.Invalid},
		{"parts moved", tickets, ticket, "POST /as", "id=1", form.Invalid},
		{"another process", other, ticket, "POST /a", "sid=1", form.Invalid},
		{"cut", tickets, ticket[:20], "POST /a", "sid=1", form.Invalid},
		{"changed", tickets, "A" + ticket[1:], "POST /a", "sid=1", form.Invalid},
		{"empty", tickets, "", "POST /a", "sid=1", form.Invalid},
		{"good", tickets, ticket, "POST /a", "sid=1", form.Taken},
		{"once more", tickets, ticket, "POST /a", "sid=1", form.Again},
	} {
		if c.name == "changed" && ticket[0] == 'A' {
			continue
		}
		if got := c.by.Take(c.ticket, c.purpose, c.session); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	late := tickets.Issue("POST /a", "sid=1")
	now = now.Add(11 * time.Minute)
	if got := tickets.Take(late, "POST /a", "sid=1"); got != form.Invalid {
		t.Errorf("a ticket of 11 minutes: %v", got)
	}
	if a, b := tickets.Issue("x", ""), tickets.Issue("x", ""); a == b {
		t.Error("two tickets are the same")
	}
}

func TestUsedTicketsTakeBoundedMemory(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	tickets := form.NewTickets(func() time.Time { return now })
	taken := 0
	for range 10_050 {
		if tickets.Take(tickets.Issue("p", "s"), "p", "s") == form.Taken {
			taken++
		}
	}
	if taken != 10_000 {
		t.Errorf("%d tickets taken at once", taken)
	}
	now = now.Add(11 * time.Minute)
	if got := tickets.Take(tickets.Issue("p", "s"), "p", "s"); got != form.Taken {
		t.Errorf("a ticket after a rest: %v", got)
	}
}
