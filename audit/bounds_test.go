package audit_test

import (
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/audit"
)

func manyProducts(n int) site {
	s := site{}
	for i := range n {
		s[fmt.Sprintf("/products/%d", i)] = goodPage(fmt.Sprint("Product ", i), "It is good.")
	}
	return s
}

func TestOfOneKindOfPageOnlySomeAreAsked(t *testing.T) {
	for most, want := range map[int]int{0: 12, 5: 5} {
		report, err := audit.Run(t.Context(), audit.Options{
			Seeds: []string{serve(t, manyProducts(12)) + "/"}, ConfirmAfter: new(time.Duration(0)), Crawl: audit.Crawling{PerTemplate: most},
		})
		if err != nil {
			t.Fatal(err)
		}
		asked := 0
		for _, one := range report.Templates {
			if one.Template == "/products/{n}" {
				asked = one.URLs
			}
		}
		truncated := find(report, "crawl-truncated")
		if asked != want || (truncated != nil) != (most > 0) || audit.ExitCode(report, nil, audit.FailOnError) != 0 {
			t.Errorf("at most %d: %d were asked, finding %v, limits %v", most, asked, truncated, report.LimitsReached)
		}
		if most > 0 && (len(report.LimitsReached) != 1 || report.LimitsReached[0].Left != 7) {
			t.Errorf("limits %+v, want 7 left out", report.LimitsReached)
		}
	}
}

func TestHowManyPagesAreAskedInEveryWayIsAChoice(t *testing.T) {
	var heads atomic.Int64
	counting := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			heads.Add(1)
		}
		manyProducts(40).ServeHTTP(w, r)
	})
	asked := map[audit.VariantLevel]int64{}
	for _, level := range []audit.VariantLevel{audit.VariantsOff, audit.VariantsSample, audit.VariantsAll} {
		heads.Store(0)
		report, err := audit.Run(t.Context(), audit.Options{Seeds: []string{serve(t, counting) + "/"}, ConfirmAfter: new(time.Duration(0)), Variants: level})
		if err != nil {
			t.Fatal(err)
		}
		asked[level] = heads.Load()
		if left := len(skippedOf(report, "head-get-mismatch")) > 0; left != (level == audit.VariantsOff) {
			t.Errorf("%s: head-get-mismatch was left out: %v", level, left)
		}
	}
	if asked[audit.VariantsOff] != 0 || asked[audit.VariantsSample] == 0 || asked[audit.VariantsAll] < 41 {
		t.Errorf("HEAD was asked %v", asked)
	}
	_, err := audit.Run(t.Context(), audit.Options{Seeds: []string{"http://127.0.0.1/"}, Variants: "some"})
	if _, usage := errors.AsType[*audit.UsageError](err); !usage {
		t.Errorf("an unknown level: %v", err)
	}
}
