package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// explained runs `signpost explain` and returns what it prints.
func explained(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs strings.Builder
	if code := run(t.Context(), append([]string{"explain"}, args...), streams{out: &out, err: &errs}); code != exitFine {
		t.Fatalf("signpost explain %v ended with %d: %s", args, code, errs.String())
	}
	return out.String()
}

func TestAnAddressIsExplainedByTheConfigurationOfItsSite(t *testing.T) {
	app := application(t)
	file := filepath.Join(t.TempDir(), "signpost.yaml")
	sites := fmt.Sprintf(`version: 1
sites:
  - host: shop.example
    upstream: %[1]s
    rules:
      - { name: gone for good, when: { status: 404, path: "/404" }, then: { send: 410 } }
  - host: docs.example
    upstream: http://%[2]s
`, app, freeAddress(t))
	if err := os.WriteFile(file, []byte(sites), 0o644); err != nil {
		t.Fatal(err)
	}
	var got explanation
	for _, c := range []struct {
		address                            string
		site, failure, rule, action, cause string
		status                             int
	}{
		{"https://shop.example/404", "shop.example", "", "gone for good", "restate", "", 410},
		{"https://shop.example/409?x=1", "shop.example", "", "", "replace", "unknown", 409},
		{"https://shop.example/fine", "shop.example", "", "", "pass", "", 200},
		{"https://docs.example/", "docs.example", "connection_refused", "", "replace", "", 502},
		{"https://other.example/", "none", "destination_not_found", "", "replace", "", 421},
	} {
		got = explanation{}
		if err := json.Unmarshal([]byte(explained(t, c.address, "--config", file, "--json")), &got); err != nil {
			t.Fatal(err)
		}
		if valueOf(got.Site) != c.site || valueOf(got.Failure) != c.failure || valueOf(got.Verdict.Rule) != c.rule ||
			got.Verdict.Action != c.action || int(got.Verdict.Status) != c.status || valueOf(got.Problem.Cause) != c.cause {
			t.Errorf("%s: %+v", c.address, got)
		}
	}
	if out := explained(t, "https://shop.example/404", "--config", file); !strings.Contains(out, "Site") || !strings.Contains(out, "gone for good") {
		t.Errorf("as text: %s", out)
	}
}

func TestWithoutAConfigurationTheAddressItselfIsAsked(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	if out := explained(t, application(t)+"/409"); !strings.Contains(out, "The shelf was changed by somebody else") {
		t.Errorf("%s", out)
	}
}

func valueOf(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
