package handlers_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers/rule"
)

const nameTaken = `{"code":"existing_user_login","message":"Sorry, that username already exists!","data":null}`

func TestAMaskedConflictHasItsPageUnlessItIsOnlyRecorded(t *testing.T) {
	fails := func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		reply(w, 500, "application/json", nameTaken)
	}
	for report, heading := range map[bool]bool{false: true, true: false} {
		e := sendForm(t, keeping(t, fails, rule.Conflict{Report: report})+"/users", "bio=About+me", person...)
		if got := strings.Contains(e.body, "already taken"); e.StatusCode != 500 || got != heading {
			t.Errorf("report %v: %d, conflict page %v", report, e.StatusCode, got)
		}
		if got := strings.Contains(e.body, "About me</textarea>"); got != heading {
			t.Errorf("report %v: text kept %v", report, got)
		}
	}
}

func TestAnExpiredSessionKeepsTheTextWhereThatIsWanted(t *testing.T) {
	for _, code := range []int{403, 419, 440} {
		expired := func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.WriteHeader(code)
		}
		for _, wanted := range []bool{true, false} {
			e := sendForm(t, keeping(t, expired, rule.Conflict{Sessions: wanted})+"/doc", "body=My+words", person...)
			if got := strings.Contains(e.body, "My words</textarea>"); e.StatusCode != code || got != wanted {
				t.Errorf("%d, sessions %v: %d, kept %v", code, wanted, e.StatusCode, got)
			}
		}
	}
}
