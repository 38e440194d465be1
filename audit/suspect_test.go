package audit_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

func TestAnErrorShellOnceOnlyIsUnstable(t *testing.T) {
	shell, fine := goodPage("Page not found", "Look elsewhere."), goodPage("Boats", "We have boats.")
	// plain and past are the pages for the second question and the one past caches.
	audited := func(plain, past answer) []string {
		var asked atomic.Int32
		return idsOf(run(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			s := healthy()
			s["/boats"] = plain
			if r.URL.Path == "/boats" && r.URL.RawQuery == "" && r.Method == http.MethodGet && asked.Add(1) == 1 {
				s["/boats"] = shell
			}
			if strings.HasPrefix(r.URL.RawQuery, "sp_probe=") {
				s[r.URL.RequestURI()] = past
			}
			s.ServeHTTP(w, r)
		})))
	}
	for name, c := range map[string]struct {
		plain, past answer
		want        string
	}{
		"once":                     {fine, fine, "soft404-unstable"},
		"twice of three":           {fine, shell, "soft404-unstable"},
		"always":                   {shell, shell, "soft404-phrase"},
		"past caches it is there":  {shell, fine, "soft404-phrase"},
		"no answer to a parameter": {fine, errorPage(400), "soft404-unstable"},
	} {
		if found := strings.Join(audited(c.plain, c.past), " "); found != c.want {
			t.Errorf("%s: found %q, want %s", name, found, c.want)
		}
	}
}
