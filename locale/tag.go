package locale

import "strings"

// aliases are the tags that software still sends for languages whose code
// changed (IANA language subtag registry). Read-only.
var aliases = map[string]string{"iw": "he", "in": "id", "ji": "yi"}

// traditional are the regions that write Chinese in the traditional script
// (CLDR likely subtags). Read-only.
var traditional = map[string]bool{"tw": true, "hk": true, "mo": true}

// canonical returns a well-formed range in lower case, with aliases resolved
// and, for Chinese, the script spelled out: its two scripts are two languages
// to a reader, and the region alone tells them apart.
func canonical(tag string) string {
	tag = strings.ToLower(tag)
	primary, rest, _ := strings.Cut(tag, "-")
	if renamed, ok := aliases[primary]; ok {
		primary = renamed
	}
	if primary == "zh" {
		return chinese(rest)
	}
	if rest == "" {
		return primary
	}
	return primary + "-" + rest
}

func chinese(rest string) string {
	for sub := range strings.SplitSeq(rest, "-") {
		if sub == "hans" || sub == "hant" {
			return "zh-" + sub
		}
	}
	for sub := range strings.SplitSeq(rest, "-") {
		if traditional[sub] {
			return "zh-hant"
		}
	}
	return "zh-hans"
}

// offer is a language under its canonical tag.
type offer struct {
	tag  string
	lang *Language
}

func offersOf(languages []*Language) []offer {
	offers := make([]offer, len(languages))
	for i, l := range languages {
		offers[i] = offer{canonical(l.tag), l}
	}
	return offers
}

// lookup finds the offer for a canonical tag by taking subtags off its end
// (RFC 4647 section 3.4).
func lookup(tag string, offers []offer) (*Language, bool) {
	for ; tag != ""; tag = shorten(tag) {
		for _, o := range offers {
			if o.tag == tag {
				return o.lang, true
			}
		}
	}
	return nil, false
}

// shorten takes the last subtag off, and a single letter that it leaves
// behind, as RFC 4647 section 3.4 says. Chinese keeps its script.
func shorten(tag string) string {
	i := strings.LastIndexByte(tag, '-')
	if i < 0 || strings.HasPrefix(tag, "zh-") {
		return ""
	}
	if i >= 2 && tag[i-2] == '-' {
		i -= 2
	}
	return tag[:i]
}

// Lookup finds a shipped language by its BCP 47 tag; case and region are
// forgiven ("de-AT" gives German).
func Lookup(tag string) (*Language, bool) {
	if !isRange(tag) {
		return nil, false
	}
	return lookup(canonical(tag), offersOf(shipped))
}
