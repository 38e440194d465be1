package handlers_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/gate"
	"github.com/seed-3913a1bb/signpost/handlers/rule"
)

func TestAFormThatAGateRefusesIsGivenBackWhereThatIsWanted(t *testing.T) {
	for name, c := range map[string]struct {
		gates  handlers.Gates
		method string
		status int
	}{
		"maintenance": {handlers.Gates{Maintenance: gate.MaintenanceOptions{Enabled: true}}, http.MethodPost, 503},
		"a limit":     {handlers.Gates{Limits: []gate.LimitOptions{{Name: "posts", Allow: 1, Per: time.Hour, Burst: 1}}}, http.MethodPost, 429},
		"a condition": {handlers.Gates{Guard: gate.GuardOptions{
			OriginAuthority: true, Mode: "enforce", Require: gate.Scope{Methods: []string{http.MethodPut}}, Required: true,
		}}, http.MethodPut, 428},
	} {
		for _, wanted := range []bool{true, false} {
			g := guard(t, handlers.Site{Gates: c.gates, Conflict: handlers.ConflictOptions{Conflict: rule.Conflict{KeepForm: wanted}}}, nil)
			var e exchange
			for range 2 { // the first uses up the limit
				e = formTo(t, c.method, g.at+"/doc")
			}
			if got := strings.Contains(e.body, "My words</textarea>"); e.StatusCode != c.status || got != wanted {
				t.Errorf("%s, wanted %v: %d, kept %v", name, wanted, e.StatusCode, got)
			}
			if said := strings.Contains(e.body, "Your change was not saved."); wanted && !said {
				t.Errorf("%s: the page does not say what became of the change", name)
			}
		}
	}
}

func formTo(t *testing.T, method, at string) exchange {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, at, strings.NewReader("body=My+words"))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(person); i += 2 {
		req.Header.Set(person[i], person[i+1])
	}
	return do(t, plain, req)
}
