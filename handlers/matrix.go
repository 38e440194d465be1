package handlers

import "github.com/seed-3913a1bb/signpost/problem"

// cell is what happens to one class of body for one class of client.
type cell struct {
	action Action
	format Format // empty: as negotiated
}

var (
	passes = cell{action: Pass}
	paged  = cell{action: Replace}
)

// row holds the cells of one class of body.
type row struct{ navigation, program, undeclared cell }

// at picks the column. A page's own loads have no column: what is no HTML
// passes at the step before, so that only the unknown remain.
func (r row) at(who Client) cell {
	switch who {
	case Navigation:
		return r.navigation
	case Fetch, Machine:
		return r.program
	}
	return r.undeclared
}

// matrix is edge table 1.3: class of body by class of client. Without a sign
// of navigation nobody gets HTML that the upstream did not send.
var matrix = map[problem.BodyClass]row{
	problem.Empty:   {paged, passes, passes},
	problem.Default: {paged, passes, passes},
	problem.Bare:    {paged, passes, passes},
	problem.Machine: {paged, passes, passes},
	problem.Leak:    {paged, passes, passes},
	problem.Rich:    {passes, passes, passes},
	problem.Opaque:  {passes, passes, passes},
}

// leakedHTML replaces the row of leaks when the leak is a debug page.
var leakedHTML = row{
	navigation: paged,
	program:    cell{Replace, JSON},
	undeclared: cell{Replace, Text},
}
