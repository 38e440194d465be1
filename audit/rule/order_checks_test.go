package rule_test

import (
	"net/http"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/status"
)

func TestAStatusThatDependsOnTheVersionOfIPIsFound(t *testing.T) {
	check, _ := rule.Lookup("status-by-ip-family")
	answered := func(code status.Code) *crawl.Exchange { return &crawl.Exchange{Status: code, Header: http.Header{}} }
	for name, c := range map[string]struct {
		four, six, sixAgain status.Code
		want                int
	}{
		"missing by IPv6": {200, 404, 404, 1}, "once only": {200, 404, 200, 0}, "the same": {200, 200, 200, 0},
		"both unlike HTTP/2": {426, 426, 426, 0}, "a pause": {200, 503, 503, 0},
	} {
		f := &rule.Facts{Variants: []rule.Variants{{
			Plain: []*crawl.Exchange{answered(200), answered(200)},
			Others: []rule.Variant{
				{By: rule.ByFamily, Name: "IPv4", First: answered(c.four)},
				{By: rule.ByFamily, Name: "IPv6", First: answered(c.six), Again: answered(c.sixAgain)},
			},
		}}}
		if found := check.Find(f); len(found) != c.want {
			t.Errorf("%s: %d findings, want %d", name, len(found), c.want)
		}
	}
	one := &rule.Facts{Variants: []rule.Variants{{
		Plain:  []*crawl.Exchange{answered(200), answered(200)},
		Others: []rule.Variant{{By: rule.ByFamily, Name: "IPv4", First: answered(404), Again: answered(404)}},
	}}}
	if check.Find(one) != nil {
		t.Error("a host that has one address is accused")
	}
}

func TestParametersAreTurnedRoundWhereTheirOrderMeansNothing(t *testing.T) {
	for query, want := range map[string]string{
		"a=1&b=2": "b=2&a=1", "a=1&b=2&c=": "c=&b=2&a=1", "a=1": "", "a&b=2": "", "a=1&a=2": "", "a%5B%5D=1&b=2": "", "a=1&Signature=x": "", "": "",
	} {
		a, err := crawl.ParseAddress("https://shop.example/list?" + query)
		if err != nil {
			t.Fatal(err)
		}
		other, ok := rule.OtherOrder(a)
		if ok != (want != "") || ok && other.PathQuery() != "/list?"+want {
			t.Errorf("%q turned round is %q, want %q", query, other.Key, want)
		}
	}
}
