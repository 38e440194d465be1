package status_test

import (
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/status"
)

func TestParseSetReadsTheGrammar(t *testing.T) {
	for _, c := range []struct{ expr, want string }{
		{"409", "409"},
		{"4xx", "4xx"},
		{"4XX", "4xx"},
		{"500-504", "500-504"},
		{" 502 , 404 ", "404,502"},
		{"4xx,!404", "400-403,405-499"},
		{"!404, 4xx", "400-403,405-499"},
		{"400-599,!5xx", "4xx"},
		{"399-400", "399,400"},
		{"!404", "400-403,405-499,5xx"},
		{"!4xx", "5xx"},
		{"1xx,2xx", "1xx,2xx"},
		{"404,404", "404"},
		{"!500-599,5xx,409", "409"},
	} {
		s, err := status.ParseSet(c.expr)
		if err != nil || s.String() != c.want {
			t.Errorf("ParseSet(%q) = %q, %v, want %q", c.expr, s, err, c.want)
		}
	}
}

func TestParseSetNamesEveryMistake(t *testing.T) {
	for expr, wrong := range map[string][]string{
		"":              {`""`},
		"409,":          {`""`},
		"6xx, 404, abc": {`"6xx"`, `"abc"`},
		"504-500":       {`"504-500"`},
		"!!404":         {`"!!404"`},
		"0xx":           {`"0xx"`},
		"4x":            {`"4x"`},
		"99-200":        {`"99-200"`},
	} {
		_, err := status.ParseSet(expr)
		if err == nil {
			t.Errorf("ParseSet(%q) accepted", expr)
			continue
		}
		for _, w := range wrong {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("ParseSet(%q): %q does not name %s", expr, err, w)
			}
		}
	}
}

func TestSetKeepsExactlyItsMembers(t *testing.T) {
	s := status.MustParseSet("4xx,503,!404")
	for n := 0; n <= 1000; n++ {
		want := n >= 400 && n <= 499 && n != 404 || n == 503
		if got := s.Has(status.Code(n)); got != want {
			t.Errorf("Has(%d) = %v, want %v", n, got, want)
		}
	}
	if s.Empty() || !(status.Set{}).Empty() {
		t.Error("Empty: want false for a filled set and true for the zero Set")
	}
	if got := len(s.Codes()); got != 100 {
		t.Errorf("len(Codes()) = %d, want 100", got)
	}
}

func FuzzParseSet(f *testing.F) {
	for _, seed := range []string{"4xx", "!404", "500-504,409", "!4xx,5xx", "", ",,", "!!", "4xx-5xx"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, expr string) {
		s, err := status.ParseSet(expr)
		if err != nil || s.Empty() {
			return
		}
		again, err := status.ParseSet(s.String())
		if err != nil || again != s {
			t.Errorf("ParseSet(%q) = %q, which reads back as %q, %v", expr, s, again, err)
		}
	})
}
