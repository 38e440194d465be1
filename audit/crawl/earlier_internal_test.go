package crawl

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/seed-3913a1bb/signpost/status"
)

// one is a journal with one record.
type one struct{ record []byte }

func (o one) Append([]byte) (int64, error)           { return 0, nil }
func (o one) Read(int64) ([]byte, error)             { return o.record, nil }
func (o one) Replay(func(int64, []byte) error) error { return nil }

// earlierAnswer is an earlier run that had this answer at every address.
func earlierAnswer(t *testing.T, code status.Code, plain bool, addresses ...Address) *earlierRun {
	t.Helper()
	s := step{Answer: &answer{Exchange: &Exchange{Status: code, Header: http.Header{"Etag": {`"1"`}}}}}
	g := newGraph(one{s.bytes()}, "")
	for i, a := range addresses {
		g.ids[digestOf(a.Key)] = uint32(i)
		g.nodes = append(g.nodes, node{done: true, plain: plain})
	}
	return &earlierRun{g}
}

func TestOneAddressInAHundredIsAskedWithoutACondition(t *testing.T) {
	var all []Address
	for i := range 5000 {
		a, err := ParseAddress(fmt.Sprintf("https://shop.example/%d", i))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, a)
	}
	e, plainly := earlierAnswer(t, 200, true, all...), 0
	for _, a := range all {
		if s, header := e.recall(a); s == nil && header == nil {
			plainly++
		}
	}
	if plainly < 25 || plainly > 100 {
		t.Errorf("%d of %d are asked without a condition, want some 50", plainly, len(all))
	}
	errors := earlierAnswer(t, 404, false, all...)
	for _, a := range all {
		if s, header := errors.recall(a); s != nil || header != nil {
			t.Fatalf("%s was an error, and is asked with %v", a.Raw, header)
		}
	}
}
