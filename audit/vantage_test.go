package audit_test

import (
	"testing"

	"github.com/seed-3913a1bb/signpost/audit"
)

func TestAStatusThatDependsOnThePlaceIsFound(t *testing.T) {
	at := newChanging(t)
	here := at.audited(t, site{"/a": goodPage("A", "Text"), "/b": errorPage(404), "/c": goodPage("C", "Text")}, nil)
	there := at.audited(t, site{"/a": errorPage(403), "/b": errorPage(404), "/c": errorPage(503)}, nil)
	for _, pair := range [][2]*audit.Report{{here, there}, {there, here}} {
		found := audit.Vantage(pair[0], pair[1])
		if len(found) != 1 || found[0].URL != at.url+"/a" || found[0].ID != "status-by-vantage" {
			t.Errorf("found %+v, want /a alone: /b is the same, /c pauses", found)
		}
	}
	if found := audit.Vantage(here, here); len(found) != 0 {
		t.Errorf("a report differs from itself: %+v", found)
	}
}
