package rule_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers/rule"
)

func TestWhatWouldHurtIsRefusedWithItsReason(t *testing.T) {
	page := rule.Then{Page: "auto"}
	soft := rule.When{Status: []string{"200"}, Title: []string{"*not found*"}}
	header := func(name string) rule.When {
		return rule.When{RequestHeader: map[string][]string{name: {"*bot*"}}}
	}
	for _, c := range []struct {
		name string
		when rule.When
		then rule.Then
		key  string
		text string // part of the reason
	}{
		{"an error sent as a success", rule.When{}, rule.Then{Send: 200}, "then.send", "soft 404"},
		{"an error sent as a redirect", rule.When{}, rule.Then{Send: 302}, "then.send", "soft 404"},
		{"a permanent redirect", rule.When{}, rule.Then{Send: 308}, "then.send", "`moved`"},
		{"an interim answer", rule.When{}, rule.Then{Send: 103}, "then.send", "no status of an error"},
		{"a number that HTTP does not have", rule.When{}, rule.Then{Send: 600}, "then.send", "no status of an error"},
		{"asking visitors for a proxy's credentials", rule.When{Status: []string{"401"}}, rule.Then{Send: 407}, "then.send", "never a visitor"},
		{"a status that is the status already", rule.When{Status: []string{"404"}}, rule.Then{Send: 404}, "then.send", "already"},
		{"5xx as 4xx", rule.When{Status: []string{"500"}}, rule.Then{Send: 404}, "then.send", "confirm_deindex"},
		{"all errors as 404", rule.When{}, rule.Then{Send: 404}, "then.send", "out of the index"},
		{"4xx as 503 without an end", rule.When{Status: []string{"404"}}, rule.Then{Send: 503}, "then.send", "retry_after"},
		{"a page under 200", soft, page, "then.page", "soft 404"},
		{"a problem document under 200", soft, rule.Then{Problem: "fill"}, "then.problem", "soft 404"},
		{
			"a correction for some clients",
			rule.When{Status: []string{"200"}, Title: soft.Title, Client: []string{"navigation"}},
			rule.Then{Send: 404},
			"when",
			"same for every client",
		},
		{
			"a correction for some networks",
			rule.When{Status: []string{"200"}, Any: []rule.When{{Title: soft.Title, Network: []string{"10.0.0.0/8"}}}},
			rule.Then{Send: 404},
			"when",
			"same for every client",
		},
		{"every good answer", rule.When{Status: []string{"200"}, Method: []string{"GET"}}, rule.Then{Send: 404}, "when", "every good answer"},
		{"User-Agent", header("User-Agent"), page, "when.request_header.User-Agent", "crawlers must get the same"},
		{"user-agent in small letters", header("user-agent"), page, "when.request_header.user-agent", "user agent"},
		{"client hints", header("Sec-CH-UA-Platform"), page, "when.request_header.Sec-CH-UA-Platform", "user agent"},
		{"a copy of the user agent", header("X-Original-User-Agent"), page, "when.request_header.X-Original-User-Agent", "user agent"},
		{"the address of a crawler's owner", header("From"), page, "when.request_header.From", "user agent"},
		{
			"User-Agent inside any",
			rule.When{Any: []rule.When{header("User-Agent")}},
			page,
			"when.any[0].request_header.User-Agent",
			"user agent",
		},
		{"letting an own error pass", rule.When{Origin: []string{"own"}}, rule.Then{Pass: true}, "then.pass", "could pass"},
	} {
		_, err := rule.Compile([]rule.Rule{{Name: "it", When: c.when, Then: c.then}})
		wantMistake(t, c.name, err, c.key, c.text)
	}
}

func wantMistake(t *testing.T, name string, err error, key, text string) {
	t.Helper()
	if err == nil {
		t.Errorf("%s: accepted", name)
		return
	}
	mistakes := rule.Mistakes(err)
	if !slices.ContainsFunc(mistakes, func(m *rule.Mistake) bool {
		return m.Key == key && strings.Contains(m.Error(), text)
	}) {
		t.Errorf("%s: no mistake at %s that says %q, but: %v", name, key, text, err)
	}
}

func TestWhatIsMisspelledIsToldWithWhatIsKnown(t *testing.T) {
	then := rule.Then{Page: "auto"}
	with := func(w rule.With) rule.Then { return rule.Then{Page: "auto", With: w} }
	for _, c := range []struct {
		name string
		when rule.When
		then rule.Then
		key  string
		text string
	}{
		{"no verb", rule.When{}, rule.Then{}, "then", "nothing to do"},
		{"two verbs", rule.When{}, rule.Then{Pass: true, Send: 404}, "then", "pass and send exclude each other"},
		{"an unknown page", rule.When{}, rule.Then{Page: "edit-clash"}, "then.page", "edit-conflict"},
		{"a page of a success", rule.When{}, rule.Then{Page: "200"}, "then.page", "no page"},
		{"an unknown source", rule.When{}, rule.Then{Serve: "cache"}, "then.serve", "last-good"},
		{"an unknown form", rule.When{}, rule.Then{Problem: "add"}, "then.problem", "fill, upgrade"},
		{"an unknown step", rule.When{}, with(rule.With{Steps: []string{"dance"}}), "then.steps", "reload-latest"},
		{"an unknown field", rule.When{}, with(rule.With{Fields: []string{"stack"}}), "then.fields", "retryable"},
		{"an unknown part of a page", rule.When{}, with(rule.With{Show: []string{"ads"}}), "then.show", "upstream_sentence"},
		{"an unknown JSON type", rule.When{}, with(rule.With{JSONType: "text/json"}), "then.json_type", "application/json"},
		{"half a second", rule.When{}, with(rule.With{RetryAfter: 500 * time.Millisecond}), "then.retry_after", "whole seconds"},
		{"a negative wait", rule.When{}, with(rule.With{RetryAfter: -time.Second}), "then.retry_after", "whole seconds"},
		{"a wait beyond all reason", rule.When{}, with(rule.With{RetryAfter: 9000 * time.Hour}), "then.retry_after", "30 days"},
		{"something with pass", rule.When{}, rule.Then{Pass: true, With: rule.With{RetryAfter: time.Second}}, "then", "not changed"},
		{"an unknown cause", rule.When{Cause: []string{"edit_conflict"}}, then, "when.cause", "edit-conflict"},
		{"an unknown origin", rule.When{Origin: []string{"edge"}}, then, "when.origin", "own, upstream"},
		{"an unknown body", rule.When{Body: []string{"poor"}}, then, "when.body", "bare"},
		{"an unknown client", rule.When{Client: []string{"bot"}}, then, "when.client", "navigation"},
		{"a status that is none", rule.When{Status: []string{"40x"}}, then, "when.status", "4xx"},
		{"304", rule.When{Status: []string{"304"}}, then, "when.status", "never changed"},
		{"a method in small letters", rule.When{Method: []string{"get"}}, then, "when.method", "capitals"},
		{"a path without a slash", rule.When{Path: []string{"basket/**"}}, then, "when.path", "slash"},
		{"an alternative in a path", rule.When{Path: []string{"/{a,b}"}}, then, "when.path", "list"},
		{"a size without a unit", rule.When{Size: "100"}, then, "when.size", "KiB"},
		{"a size of nothing", rule.When{Size: "<0B"}, then, "when.size", "KiB"},
		{"a size backwards", rule.When{Size: "4KiB-1KiB"}, then, "when.size", "KiB"},
		{"a network that is none", rule.When{Network: []string{"10.0.0.0/33"}}, then, "when.network", "10.0.0.0/8"},
		{"a field name with a space", rule.When{ResponseHeader: map[string][]string{"X Y": {"*"}}}, then, "when.response_header.X Y", "no name"},
		{"a field without a value", rule.When{ResponseHeader: map[string][]string{"X-Y": {}}}, then, "when.response_header.X-Y", `"*"`},
		{"an empty host", rule.When{Host: []string{""}}, then, "when.host", "empty"},
		{"an empty title", rule.When{Title: []string{""}}, then, "when.title", "empty"},
		{
			"any in any in any in any",
			rule.When{Any: []rule.When{{Any: []rule.When{{Any: []rule.When{{Any: []rule.When{{}}}}}}}}},
			then,
			"when.any[0].any[0].any[0].any",
			"levels",
		},
	} {
		_, err := rule.Compile([]rule.Rule{{Name: "it", When: c.when, Then: c.then}})
		wantMistake(t, c.name, err, c.key, c.text)
	}
}

func TestAllMistakesAreToldAtOnce(t *testing.T) {
	fine := rule.Rule{Name: "fine", Then: rule.Then{Page: "auto"}}
	_, err := rule.Compile([]rule.Rule{
		{When: rule.When{Status: []string{"x"}, Cause: []string{"y"}, Body: []string{"z"}}, Then: rule.Then{Send: 200}},
		fine,
		{Name: "fine", Then: rule.Then{Page: "nowhere"}},
	})
	var keys []string
	for _, m := range rule.Mistakes(err) {
		keys = append(keys, fmt.Sprint(m.Index, " ", m.Key))
	}
	want := []string{"0 name", "0 when.body", "0 when.cause", "0 when.status", "0 then.send", "2 name", "2 then.page"}
	if !slices.Equal(keys, want) {
		t.Errorf("%q, want %q", keys, want)
	}
	if text := err.Error(); !strings.Contains(text, "rule 1: name: a rule needs a name") || !strings.Contains(text, `rule "fine": name: rule 2 has the same name`) {
		t.Error(text)
	}
}

func TestWhatTheOwnerConfirmedIsAccepted(t *testing.T) {
	for _, c := range []struct {
		name    string
		options rule.Options
		rule    rule.Rule
	}{
		{
			"5xx as 4xx",
			rule.Options{ConfirmDeindex: true},
			rule.Rule{Name: "it", When: rule.When{Status: []string{"500"}}, Then: rule.Then{Send: 404}},
		},
		{
			"4xx as 503 with the site's wait",
			rule.Options{RetryAfter: time.Minute},
			rule.Rule{Name: "it", When: rule.When{Status: []string{"404"}}, Then: rule.Then{Send: 503}},
		},
		{
			"4xx as 503 with a wait of its own",
			rule.Options{},
			rule.Rule{Name: "it", When: rule.When{Status: []string{"404"}}, Then: rule.Then{Send: 503, With: rule.With{RetryAfter: time.Minute}}},
		},
		{
			"200 as 503: nothing is promised for a page that was none",
			rule.Options{},
			rule.Rule{Name: "it", When: rule.When{Status: []string{"200"}, Body: []string{"leak"}}, Then: rule.Then{Send: 503}},
		},
		{
			"letting some answers of 200 pass",
			rule.Options{},
			rule.Rule{Name: "it", When: rule.When{Status: []string{"200"}, Path: []string{"/help/**"}}, Then: rule.Then{Pass: true}},
		},
	} {
		if _, err := c.options.Compile([]rule.Rule{c.rule}); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// The rules of the reference configuration.
func TestTheRulesOfTheReferenceAreAccepted(t *testing.T) {
	rules := []rule.Rule{
		{Name: "basket", When: rule.When{Path: []string{"/basket/**"}, Body: []string{"rich"}}, Then: rule.Then{Pass: true}},
		{
			Name: "api",
			When: rule.When{Path: []string{"/api/**"}, Status: []string{"4xx", "5xx"}, Body: []string{"empty", "default", "leak"}},
			Then: rule.Then{Page: "problem", With: rule.With{Fields: []string{"request_id", "retryable"}}},
		},
		{
			Name: "admin",
			When: rule.When{Status: []string{"409"}, Path: []string{"/admin/**"}, Method: []string{"PUT", "PATCH", "POST"}},
			Then: rule.Then{Page: "edit-conflict", With: rule.With{Steps: []string{"reload-latest", "compare", "merge", "save-again"}}},
		},
		{Name: "lost update", When: rule.When{Status: []string{"412", "428"}}, Then: rule.Then{Page: "auto"}},
		{
			Name: "lock",
			When: rule.When{Cause: []string{"locked"}, ResponseHeader: map[string][]string{"X-Lock-Owner": {"*"}}},
			Then: rule.Then{Page: "locked", With: rule.With{RetryAfter: 30 * time.Second}},
		},
		{
			Name: "soft",
			When: rule.When{Status: []string{"200"}, ContentType: []string{"text/html"}, Title: []string{"*not found*", "*does not exist*"}},
			Then: rule.Then{Send: 404},
		},
		{Name: "gone", When: rule.When{Status: []string{"404"}, Path: []string{"/2019/**", "/campaign/*"}}, Then: rule.Then{Send: 410}},
		{
			Name: "rest",
			When: rule.When{
				Status: []string{"4xx", "5xx"}, Client: []string{"navigation"},
				Body: []string{"empty", "default", "bare", "machine", "leak"},
			},
			Then: rule.Then{Page: "auto"},
		},
	}
	if s, err := rule.Compile(rules); err != nil || s.Len() != len(rules) {
		t.Error(err)
	}
}
