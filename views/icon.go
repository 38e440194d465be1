package views

import (
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// Icon is the path data of a drawing of 24 by 24 units, in lines.
type Icon string

// The drawings. Each page has one, for the eye only.
const (
	iconSign   Icon = "M12 2v20M9 22h6M5 5h11l3 3-3 3H5z"
	iconLock   Icon = "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2"
	iconClock  Icon = "M12 3a9 9 0 1 0 .01 0zM12 7.5V12l3 2"
	iconCopies Icon = "M5 8h9v12H5zM9 8V4h10v12h-5M8 13h3M8 16h3"
	iconPulse  Icon = "M2 12h4l3-8 5 16 3-8h5"
	iconInfo   Icon = "M12 3a9 9 0 1 0 .01 0zM12 11v5M12 8v.01"
)

// icons gives each code its drawing; the first set that holds it decides.
// Read-only.
var icons = []struct {
	in   status.Set
	icon Icon
}{
	{status.MustParseSet("404,410,414,418,421"), iconSign},
	{status.MustParseSet("401-403,407,423,430,440,450,451,495-498,511,561"), iconLock},
	{status.MustParseSet("408,419,420,425,429,444,449,460,499,503,504,509,522,524,529,540,598,599"), iconClock},
	{status.MustParseSet("409,412,428"), iconCopies},
	{status.MustParseSet("5xx"), iconPulse},
}

// causeIcons are the drawings of the causes that differ from copies. Read-only.
var causeIcons = map[problem.Cause]Icon{
	problem.Locked:              iconLock,
	problem.ConcurrentOperation: iconClock,
	problem.Idempotency:         iconClock,
	problem.Quota:               iconInfo,
	problem.StateConflict:       iconInfo,
}

func iconFor(d problem.Document) Icon {
	if d.Cause != "" {
		if icon, ok := causeIcons[d.Cause]; ok {
			return icon
		}
		return iconCopies
	}
	for _, row := range icons {
		if row.in.Has(d.Status) {
			return row.icon
		}
	}
	return iconInfo
}
