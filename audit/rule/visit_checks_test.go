package rule_test

import (
	"net/http"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/status"
)

func TestAStatusThatDependsOnTheVersionOfHTTPIsFound(t *testing.T) {
	check, _ := rule.Lookup("status-by-protocol")
	answered := func(code status.Code) *crawl.Exchange { return &crawl.Exchange{Status: code, Header: http.Header{}} }
	for name, c := range map[string]struct {
		first, again status.Code
		want         int
	}{
		"refused twice": {403, 403, 1}, "refused once": {403, 200, 0}, "the same": {200, 200, 0}, "sent to another listener": {421, 421, 0},
	} {
		f := &rule.Facts{Variants: []rule.Variants{{
			Plain:  []*crawl.Exchange{answered(200), answered(200)},
			Others: []rule.Variant{{By: rule.ByProtocol, Name: "HTTP/1.1", First: answered(c.first), Again: answered(c.again)}},
		}}}
		if found := check.Find(f); len(found) != c.want {
			t.Errorf("%s: %d findings, want %d", name, len(found), c.want)
		}
	}
}
