package crawl_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// records is a journal that can be read, or only gone through.
type records struct {
	list [][]byte
	lost bool
}

func (r *records) Append(record []byte) (int64, error) {
	r.list = append(r.list, append([]byte(nil), record...))
	return int64(len(r.list) - 1), nil
}

func (r *records) Read(at int64) ([]byte, error) {
	if r.lost {
		return nil, errors.New("lost")
	}
	return r.list[at], nil
}

func (r *records) Replay(each func(int64, []byte) error) error {
	for at, record := range r.list {
		if err := each(int64(at), record); err != nil {
			return err
		}
	}
	return nil
}

func TestAPageWhoseRecordIsLostIsAskedPlainly(t *testing.T) {
	conditions := 0
	base, _ := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") != "" {
			conditions++
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Etag", `"1"`)
		documents{"/": "<!doctype html><a href=/b>B</a><a href=/c>C</a><a href=/d>D</a>", "/b": "<!doctype html>B", "/c": "<!doctype html>C", "/d": "<!doctype html>D"}.ServeHTTP(w, r)
	}))
	crawled := func(earlier, journal crawl.Journal) int {
		c := newCrawler(t, base+"/", func(o *crawl.Options) { o.Earlier, o.Journal, o.Concurrency = earlier, journal, 1 })
		site := c.Run(t.Context())
		for r := range site.All() {
			if r.HasRole(crawl.RoleLink) && (r.Exchange == nil || r.Exchange.Status != http.StatusOK) {
				t.Errorf("%s: %+v", r.Address.Raw, r.Exchange)
			}
		}
		return c.Stats().Unchanged
	}
	first := &records{}
	if n := crawled(nil, first); n != 0 || conditions != 0 {
		t.Errorf("first run: %d unchanged, %d conditions", n, conditions)
	}
	crawled(first, nil)
	if conditions == 0 { // one address in a hundred is never asked with one
		t.Error("second run: no conditions")
	}
	conditions, first.lost = 0, true
	if n := crawled(first, nil); n != 0 || conditions != 0 {
		t.Errorf("lost records: %d unchanged, %d conditions", n, conditions)
	}
	damaged := &records{list: [][]byte{{1, 2, 3}}}
	if n := crawled(damaged, nil); n != 0 || conditions != 0 {
		t.Errorf("a damaged journal: %d unchanged, %d conditions", n, conditions)
	}
}
