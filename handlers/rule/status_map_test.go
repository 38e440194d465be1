package rule_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers/rule"
	"github.com/seed-3913a1bb/signpost/status"
)

func TestTheRecommendedMapIsTheListOfTheSpecification(t *testing.T) {
	m, err := rule.Options{RetryAfter: time.Minute}.CompileMap(rule.Recommended, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := map[status.Code]status.Code{}
	for list, to := range map[string]status.Code{
		"420": 429, "430": 403, "440,498": 403, "444": 502, "449,509,529,540": 503, "450,495,496": 403, "463,497": 400,
		"464,511,520-527,530,561": 502, "494": 431, "598,599": 504,
	} {
		for _, from := range status.MustParseSet(list).Codes() {
			want[from] = to
		}
	}
	for code := status.Code(100); code <= 599; code++ {
		to, changed := m.Restate(code, nil)
		if expected, listed := want[code]; changed != listed || listed && to != expected || !listed && to != code {
			t.Errorf("%d becomes %d (%v), want %d", code, to, changed, expected)
		}
	}
}

func TestAnAnswerBecomes401OnlyWithItsChallenge(t *testing.T) {
	m, err := rule.Options{}.CompileMap("", []rule.MapEntry{{"440,498", "401"}})
	if err != nil {
		t.Fatal(err)
	}
	if to, _ := m.Restate(440, http.Header{"Www-Authenticate": {"Basic"}}); to != 401 {
		t.Errorf("with a challenge: %d", to)
	}
	if to, _ := m.Restate(440, http.Header{}); to != 403 {
		t.Errorf("without one: %d", to)
	}
}

func TestAnEntryGoesBeforeThePreset(t *testing.T) {
	m, err := rule.Options{RetryAfter: time.Minute}.CompileMap(rule.Recommended, []rule.MapEntry{{"420", "403"}, {"5xx", "503"}})
	if err != nil {
		t.Fatal(err)
	}
	for from, want := range map[status.Code]status.Code{420: 403, 520: 503, 500: 503, 430: 403, 404: 404} {
		if to, _ := m.Restate(from, nil); to != want {
			t.Errorf("%d becomes %d, want %d", from, to, want)
		}
	}
	if _, changed := m.Restate(503, nil); changed {
		t.Error("503 counts as changed into itself")
	}
}

func TestAMapThatWouldHurtIsRefused(t *testing.T) {
	for _, c := range []struct{ from, to, key, text string }{
		{"404", "200", "status.map.404", "soft 404"},
		{"404", "301", "status.map.404", "redirect"},
		{"404", "102", "status.map.404", "no status of an error"},
		{"404", "999", "status.map.404", "100 to 599"},
		{"404", "gone", "status.map.404", "100 to 599"},
		{"200", "404", "status.map.200", "keeps its status"},
		{"1xx,404", "410", "status.map.1xx,404", "keeps its status"},
		{"404", "404", "status.map.404", "already"},
		{"500", "404", "status.map.500", "confirm_deindex"},
		{"5xx", "429", "status.map.5xx", "confirm_deindex"},
		{"404", "503", "status.map.404", "retry_after"},
		{"401", "407", "status.map.401", "never a visitor"},
		{"4x", "404", "status.map.4x", "4xx"},
	} {
		_, err := rule.Options{}.CompileMap("", []rule.MapEntry{{c.from, c.to}})
		wantMistake(t, c.from+" to "+c.to, err, c.key, c.text)
	}
	_, err := rule.Options{}.CompileMap("best", nil)
	wantMistake(t, "an unknown preset", err, "status.map", "recommended")
	_, err = rule.Options{}.CompileMap(rule.Recommended, nil)
	wantMistake(t, "the preset without a wait", err, "status.map", "retry_after")
	_, err = rule.Options{}.CompileMap("", []rule.MapEntry{{"4xx", "400"}, {"420", "429"}})
	wantMistake(t, "two entries for one status", err, "status.map.420", "already")
}

func TestANilMapChangesNothing(t *testing.T) {
	var m *rule.StatusMap
	if to, changed := m.Restate(420, nil); changed || to != 420 {
		t.Error(to)
	}
	if found := rule.Mistakes(nil); found != nil {
		t.Error(found)
	}
}
