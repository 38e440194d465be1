package locale

import (
	"cmp"
	"slices"
	"strings"
)

// maxMembers is how many members of Accept-Language are looked at.
const maxMembers = 64

// anyLanguage is the range that stands for every language not named.
const anyLanguage = "*"

// wish is one member of Accept-Language.
type wish struct {
	tag     string // canonical, or anyLanguage
	quality int    // thousandths; 0: not wanted
}

// Match picks from offered the language that the Accept-Language field asks
// for (RFC 4647 lookup, RFC 9110 12.5.4), or offered[0] when none fits; nothing
// offered gives English. Of equal wishes the first in the field wins, "*" takes
// the first offered language that no other wish names, and a weight of zero
// rules a language out. A malformed member is skipped; beyond 64 members the
// field is not read.
func Match(acceptLanguage string, offered []*Language) *Language {
	if len(offered) == 0 {
		return English()
	}
	wishes := parseWishes(acceptLanguage)
	candidates := wanted(wishes, offered)
	for _, w := range wishes {
		if l, ok := grant(w, wishes, candidates); ok {
			return l
		}
	}
	return offered[0]
}

// grant finds the candidate for one wish.
func grant(w wish, all []wish, candidates []*Language) (*Language, bool) {
	switch {
	case w.quality == 0:
		return nil, false
	case w.tag != anyLanguage:
		return lookup(w.tag, candidates)
	}
	for _, l := range candidates {
		if !named(l, all, candidates) {
			return l, true
		}
	}
	return nil, false
}

// named reports whether another wish than "*" leads to l.
func named(l *Language, wishes []wish, candidates []*Language) bool {
	return slices.ContainsFunc(wishes, func(w wish) bool {
		found, ok := lookup(w.tag, candidates)
		return ok && found == l
	})
}

// wanted drops the languages that the field rules out by name.
func wanted(wishes []wish, offered []*Language) []*Language {
	return slices.DeleteFunc(slices.Clone(offered), func(l *Language) bool {
		return slices.Contains(wishes, wish{tag: canonical(l.tag), quality: 0})
	})
}

// parseWishes reads the field; the best wishes come first.
func parseWishes(field string) []wish {
	var wishes []wish
	seen := 0
	for member := range strings.SplitSeq(field, ",") {
		member = strings.Trim(member, " \t")
		if member == "" {
			continue
		}
		if seen++; seen > maxMembers {
			break
		}
		if w, ok := parseWish(member); ok {
			wishes = append(wishes, w)
		}
	}
	slices.SortStableFunc(wishes, func(a, b wish) int { return cmp.Compare(b.quality, a.quality) })
	return wishes
}

func parseWish(member string) (w wish, ok bool) {
	tag, weight, weighted := strings.Cut(member, ";")
	tag = strings.TrimRight(tag, " \t")
	w.quality = 1000
	if weighted {
		if w.quality, ok = parseWeight(strings.TrimLeft(weight, " \t")); !ok {
			return wish{}, false
		}
	}
	if tag == anyLanguage {
		w.tag = anyLanguage
		return w, true
	}
	if !isRange(tag) {
		return wish{}, false
	}
	w.tag = canonical(tag)
	return w, true
}

// parseWeight reads "q=0.8" in thousandths (RFC 9110 12.4.2).
func parseWeight(s string) (thousandths int, ok bool) {
	if len(s) < 3 || s[0]|0x20 != 'q' || s[1] != '=' || s[2] != '0' && s[2] != '1' {
		return 0, false
	}
	whole, fraction := s[2:3], ""
	if len(s) > 3 {
		if s[3] != '.' || len(s) > len("q=0.000") {
			return 0, false
		}
		fraction = s[4:]
	}
	for _, digit := range []byte((whole + fraction + "000")[:4]) {
		if digit < '0' || digit > '9' {
			return 0, false
		}
		thousandths = thousandths*10 + int(digit-'0')
	}
	return thousandths, thousandths <= 1000
}

// maxRange is the longest language range that is looked at, in bytes: twice
// what RFC 5646 section 4.4.1 asks software to hold.
const maxRange = 70

// isRange reports a language range of RFC 4647 section 2.1 other than "*":
// letters, then letters and digits, each subtag of one to eight characters.
func isRange(s string) bool {
	if len(s) > maxRange {
		return false
	}
	primary, rest, more := strings.Cut(s, "-")
	if !isSubtag(primary, false) {
		return false
	}
	for more {
		var sub string
		if sub, rest, more = strings.Cut(rest, "-"); !isSubtag(sub, true) {
			return false
		}
	}
	return true
}

func isSubtag(s string, digits bool) bool {
	for _, c := range []byte(s) {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		digit := c >= '0' && c <= '9'
		if !letter && !(digits && digit) {
			return false
		}
	}
	return len(s) >= 1 && len(s) <= 8
}
