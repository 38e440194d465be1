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
	offers := wanted(offersOf(offered), wishes)
	named := resolve(wishes, offers)
	for i, w := range wishes {
		switch {
		case named[i] != nil:
			return named[i]
		case w.tag == anyLanguage && w.quality > 0:
			if l, ok := unnamed(offers, named); ok {
				return l
			}
		}
	}
	return offered[0]
}

// wanted drops the languages that the field rules out by name.
func wanted(offers []offer, wishes []wish) []offer {
	return slices.DeleteFunc(offers, func(o offer) bool {
		return slices.Contains(wishes, wish{tag: o.tag, quality: 0})
	})
}

// resolve finds the language that each wish leads to, nil for none.
func resolve(wishes []wish, offers []offer) []*Language {
	named := make([]*Language, len(wishes))
	for i, w := range wishes {
		if w.quality > 0 && w.tag != anyLanguage {
			named[i], _ = lookup(w.tag, offers)
		}
	}
	return named
}

// unnamed returns the first offer that no wish leads to.
func unnamed(offers []offer, named []*Language) (*Language, bool) {
	for _, o := range offers {
		if !slices.Contains(named, o.lang) {
			return o.lang, true
		}
	}
	return nil, false
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

// maxRange is the longest language range that is looked at, in bytes: what RFC
// 5646 section 4.4.1 asks software to hold.
const maxRange = 35

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
