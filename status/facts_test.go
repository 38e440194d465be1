package status_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-3913a1bb/signpost/status"
)

type entry struct {
	Code       status.Code `yaml:"code"`
	Name       string      `yaml:"name"`
	Registry   string      `yaml:"registry"`
	Reference  string      `yaml:"reference"`
	OwnerSteps []string    `yaml:"owner_steps"`
	Headers    struct {
		Required, Expected []string
	} `yaml:"headers"`
	Google string `yaml:"google"`
	Retry  struct {
		Safe, Automatic string
	} `yaml:"retry"`
	Cache     string      `yaml:"cache"`
	RestateTo status.Code `yaml:"restate_to"`
	Crawler   string      `yaml:"crawler"`
	Note      string      `yaml:"note"`
}

func (e entry) facts() status.Facts {
	return status.Facts{
		Code: e.Code, Name: e.Name, Registered: e.Registry == "iana", Reference: e.Reference,
		OwnerSteps: e.OwnerSteps, Required: e.Headers.Required, Expected: e.Headers.Expected,
		Index: status.IndexEffect(e.Google), Safe: status.Safe(e.Retry.Safe),
		Automatic: status.Retry(e.Retry.Automatic), Cache: e.Cache, RestateTo: e.RestateTo,
		Crawler: e.Crawler, Note: e.Note,
	}
}

func reference(t *testing.T) []entry {
	t.Helper()
	raw, err := os.ReadFile("testdata/status.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Codes []entry `yaml:"codes"`
	}
	if err := yaml.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Codes
}

func TestTableEqualsTheReferenceBothWays(t *testing.T) {
	var codes []status.Code
	for _, e := range reference(t) {
		codes = append(codes, e.Code)
		if diff := cmp.Diff(e.facts(), e.Code.Facts(), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("facts of %d (-reference +table):\n%s", int(e.Code), diff)
		}
	}
	if !slices.Equal(codes, status.Known()) {
		t.Errorf("codes in the reference %v, in the table %v", codes, status.Known())
	}
}

func TestFactsAreTotal(t *testing.T) {
	for n := 0; n <= 1000; n++ {
		c := status.Code(n)
		got := c.Facts()
		if got.Code != c || got.Cache == "" || got.Name == "" {
			t.Fatalf("Code(%d).Facts() = %+v", n, got)
		}
		if c.Known() {
			continue
		}
		class := status.Code(500).Facts()
		if c.IsClientError() {
			class = status.Code(400).Facts()
		}
		if got.Index != class.Index || got.Cache != class.Cache || got.Safe != class.Safe || got.Registered {
			t.Errorf("Code(%d) is unlisted but differs from its class: %+v", n, got)
		}
	}
}

func TestLawsOfTheTable(t *testing.T) {
	mustOwe := map[status.Code]string{401: "WWW-Authenticate", 405: "Allow", 407: "Proxy-Authenticate", 426: "Upgrade"}
	for _, c := range status.Known() {
		f := c.Facts()
		slow := c == 429 || c.IsServerError()
		if (f.Index == status.SlowsCrawl) != slow {
			t.Errorf("%d: index effect %q", c, f.Index)
		}
		if (slow || c.Is(428, 431, 511)) && !strings.Contains(f.Cache, "no-store") {
			t.Errorf("%d: cache %q, want no-store (RFC 6585, 5xx)", c, f.Cache)
		}
		if f.RestateTo != 0 && (!f.RestateTo.IsError() || f.RestateTo.Facts().RestateTo != 0 || !f.RestateTo.Facts().Registered) {
			t.Errorf("%d: restated to %d", c, f.RestateTo)
		}
		if owed, ok := mustOwe[c]; ok && !slices.Contains(f.Required, owed) {
			t.Errorf("%d: required %v, want %s", c, f.Required, owed)
		}
		if len(f.OwnerSteps) == 0 {
			t.Errorf("%d: no step for the owner", c)
		}
	}
}
