package testsite_test

import (
	"net/http/httptest"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/internal/testsite"
)

// audited returns the ids that an audit of a small site finds.
func audited(t *testing.T, o testsite.Options) []string {
	t.Helper()
	var ids []string
	for _, f := range findings(t, o) {
		ids = append(ids, f.ID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func findings(t *testing.T, o testsite.Options) []audit.Finding {
	t.Helper()
	site, err := testsite.New(o)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(site)
	defer server.Close()
	maxURLs := 0
	if slices.Contains(o.Faults, "infinite-space") {
		maxURLs = 3000
	}
	report, err := audit.Run(t.Context(), audit.Options{
		Seeds: []string{server.URL + "/"}, ConfirmAfter: new(time.Duration(0)), MaxURLs: maxURLs,
	})
	if report == nil {
		t.Fatal(err)
	}
	return report.Findings
}

func TestTheCleanSiteHasNoFindings(t *testing.T) {
	for _, pages := range []int{1, 30, 300} {
		for seed := range uint64(3) {
			if ids := audited(t, testsite.Options{Pages: pages, Seed: seed}); len(ids) > 0 {
				t.Errorf("%d pages by seed %d without a fault: found %v", pages, seed, ids)
			}
		}
	}
}

func TestEachPlantedFaultIsFoundAndNothingElse(t *testing.T) {
	var pending []string
	for _, f := range testsite.PlantedFaults() {
		if _, built := rule.Lookup(f.ID); !built {
			pending = append(pending, f.ID)
			continue
		}
		if isApart(f) {
			continue
		}
		t.Run(f.ID, func(t *testing.T) {
			t.Parallel()
			want := []string{f.ID}
			for _, id := range f.Implies {
				if _, built := rule.Lookup(id); built {
					want = append(want, id)
				}
			}
			slices.Sort(want)
			if diff := cmp.Diff(want, without(audited(t, testsite.Options{Pages: 30, Faults: []string{f.ID}}), f.May)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
	t.Logf("planted, and waiting for their checks: %d %v", len(pending), pending)
}

// isApart reports a fault of an error page that shows at its own addresses
// alone: several of them can stand on one site.
func isApart(f testsite.Planted) bool {
	plain := f
	plain.ID, plain.Implies, plain.Pages = "", nil, nil
	return reflect.ValueOf(plain).IsZero() && strings.HasPrefix(f.ID, "error-")
}

const together = 5

func TestFaultsOfErrorPagesAreFoundWhereTheyStandAndNowhereElse(t *testing.T) {
	apart := slices.DeleteFunc(testsite.PlantedFaults(), func(f testsite.Planted) bool { return !isApart(f) })
	for batch := range slices.Chunk(apart, together) {
		t.Run(batch[0].ID, func(t *testing.T) {
			t.Parallel()
			var ids, want, got []string
			for _, f := range batch {
				ids = append(ids, f.ID)
				want = append(append(want, f.ID), f.Implies...)
			}
			slices.Sort(want)
			found := findings(t, testsite.Options{Pages: 30, Faults: ids})
			for _, f := range found {
				got = append(got, f.ID)
				if slices.Contains(ids, f.ID) && !strings.Contains(f.URL, "/planted/"+f.ID+"/") {
					t.Errorf("%s is found at %s: %s", f.ID, f.URL, f.Message)
				}
			}
			slices.Sort(got)
			if diff := cmp.Diff(slices.Compact(want), slices.Compact(got)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func without(ids, others []string) []string {
	return slices.DeleteFunc(ids, func(id string) bool { return slices.Contains(others, id) })
}

// Every id is planted, or it is said why it cannot be.
func TestNoFaultIsPlantedTwiceOrBothPlantedAndNot(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range testsite.PlantedFaults() {
		if seen[f.ID] || testsite.Unplantable()[f.ID] != "" {
			t.Errorf("%s is planted twice, or said not to be", f.ID)
		}
		seen[f.ID] = true
	}
	for _, id := range firstGroup(t) {
		if !seen[id] && testsite.Unplantable()[id] == "" {
			t.Errorf("nothing plants %s", id)
		}
	}
}

// firstGroup lists the ids of the catalogue's first group.
func firstGroup(t *testing.T) []string {
	t.Helper()
	raw, err := os.ReadFile("testdata/first-group.txt")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(raw))
}
