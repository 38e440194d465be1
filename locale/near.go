package locale

import (
	"cmp"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/status"
)

// maxNear is how many keys a hint suggests.
const maxNear = 3

// unknownKey says that there is no such key, and which could be meant.
func (l *Language) unknownKey(key string) error {
	e := &WordError{Key: key, Text: "no sentence has this key"}
	if near := l.near(key); near != nil {
		e.Hint = "did you mean " + strings.Join(near, ", ") + "?"
	}
	return e
}

// near lists the keys that may have been meant: those of the page, where the
// key begins with a status or a cause, else those that are spelled alike.
func (l *Language) near(key string) []string {
	if keys := keysOfPage(key); keys != nil {
		return keys
	}
	type candidate struct {
		key      string
		distance int
	}
	var found []candidate
	for _, k := range l.Keys() {
		if d := Distance(key, k); d <= max(2, len(key)/4) || strings.HasPrefix(k, key+".") {
			found = append(found, candidate{k, d})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	var keys []string
	for _, c := range found[:min(len(found), maxNear)] {
		keys = append(keys, c.key)
	}
	return keys
}

// keysOfPage lists the keys of the page that a key speaks of: 404.title is
// not-found.title.
func keysOfPage(key string) []string {
	page, kind, _ := strings.Cut(key, ".")
	e, ok := causes[page]
	if !ok {
		code, err := status.Parse(page)
		if err != nil || !code.IsError() {
			return nil
		}
		e = entryOf(code)
	}
	switch kind {
	case kindTitle:
		return []string{headingKeys[e.heading]}
	case kindText:
		return []string{sentenceKeys[e.sentence]}
	}
	return []string{headingKeys[e.heading], sentenceKeys[e.sentence]}
}

// Distance is the number of bytes to insert, delete or change that make b of a
// (Levenshtein).
func Distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(row[j]+1, row[j+1]+1, cost)
		}
	}
	return row[len(b)]
}
