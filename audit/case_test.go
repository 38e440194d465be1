package audit_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
)

// checkCase is one file of rule/testdata/checks: a site with the fault of a
// check planted, and one with what looks like the fault and is none.
type checkCase struct {
	id        string
	hit, miss *caseSite
}

// caseSite is a site of exchanges. What they do not name answers as the healthy
// test site does.
type caseSite struct {
	exchanges []caseExchange
	count     atomic.Int64
}

// caseExchange is one section of a file. Its name says which half it is of, the
// path (with * for any rest), and what the request must be: a method, or
// Field~part of its value.
type caseExchange struct {
	path   string
	wants  []string
	answer answer
	bare   bool // no validator is added
}

// readCases reads every file.
func readCases(t *testing.T) []checkCase {
	t.Helper()
	names, err := filepath.Glob("rule/testdata/checks/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var out []checkCase
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		c := checkCase{id: strings.TrimSuffix(filepath.Base(name), ".txtar"), hit: &caseSite{}, miss: &caseSite{}}
		for section := range strings.SplitSeq("\n"+string(raw), "\n-- ") {
			head, body, ok := strings.Cut(section, " --\n")
			if !ok {
				continue
			}
			half, rest, _ := strings.Cut(head, " ")
			x, err := readExchange(rest, body)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			switch half {
			case "hit":
				c.hit.exchanges = append(c.hit.exchanges, x)
			case "miss":
				c.miss.exchanges = append(c.miss.exchanges, x)
			default:
				t.Fatalf("%s: section %q is neither hit nor miss", name, head)
			}
		}
		out = append(out, c)
	}
	return out
}

func readExchange(head, text string) (caseExchange, error) {
	words := strings.Fields(head)
	x := caseExchange{path: words[0], wants: words[1:]}
	if strings.TrimSpace(text) == "cut" {
		x.answer.cut = true
		return x, nil
	}
	fields, body, _ := strings.Cut(text, "\n\n")
	lines := strings.Split(fields, "\n")
	code, err := strconv.Atoi(strings.Fields(lines[0])[0])
	if err != nil {
		return x, fmt.Errorf("section %q: %w", head, err)
	}
	x.answer = answer{code: code, header: map[string]string{}}
	for _, line := range lines[1:] {
		if name, value, ok := strings.Cut(line, ":"); ok {
			x.answer.header[name] = strings.TrimSpace(value)
		}
	}
	_, x.bare = x.answer.header["Bare"]
	delete(x.answer.header, "Bare")
	body = strings.ReplaceAll(strings.TrimSuffix(body, "\n"), "{error page}", goodErrorPage)
	x.answer.body = strings.ReplaceAll(body, "{words}", strings.Repeat("the boat goes along the river past the old town and the mill. ", 16))
	return x, nil
}

func (x caseExchange) fits(r *http.Request) bool {
	prefix, any := strings.CutSuffix(x.path, "*")
	if path := r.URL.RequestURI(); path != x.path && (!any || !strings.HasPrefix(path, prefix)) {
		return false
	}
	for _, want := range x.wants {
		field, part, isField := strings.Cut(want, "~")
		if !isField && r.Method != want || isField && !strings.Contains(r.Header.Get(field), part) {
			return false
		}
	}
	return true
}

// ServeHTTP answers with the last exchange that fits.
func (s *caseSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n := s.count.Add(1)
	rest := site{}
	for _, x := range s.exchanges {
		if !strings.Contains(x.path, "*") {
			rest[x.path] = x.answer
		}
	}
	for _, x := range slices.Backward(s.exchanges) {
		if !x.fits(r) {
			continue
		}
		a := x.answer
		a.header = map[string]string{}
		for name, value := range x.answer.header {
			value = strings.ReplaceAll(value, "{site}", "http://"+r.Host)
			a.header[name] = strings.ReplaceAll(value, "{count}", strconv.FormatInt(n, 10))
		}
		a.body = strings.ReplaceAll(a.body, "{site}", "http://"+r.Host)
		a.bare = x.bare
		site{r.URL.RequestURI(): a}.ServeHTTP(w, r)
		return
	}
	rest.ServeHTTP(w, r)
}
