package locale_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/locale"
)

func TestMatchFollowsTheReadersWishes(t *testing.T) {
	for _, c := range []struct{ name, field, want string }{
		{"no field gives the first offered", "", "en"},
		{"a plain wish", "de", "de"},
		{"case does not matter", "DE", "de"},
		{"a region falls back to its language", "de-AT", "de"},
		{"a script and a region too", "de-Latn-CH-1996", "de"},
		{"a private part too", "de-x-secret", "de"},
		{"order counts among equals", "de, en", "de"},
		{"weight counts more than order", "en;q=0.4, de;q=0.5", "de"},
		{"a missing weight is one", "en;q=0.9, de", "de"},
		{"blanks around members and weights", " en ; q=0.2 ,\tde ; q=0.3", "de"},
		{"an unknown language is passed over", "fr, tlh;q=0.9, de;q=0.1", "de"},
		{"nothing known gives the first offered", "fr, tlh", "en"},
		{"a longer word is no region", "deu", "en"},
		{"zero is not wanted", "de;q=0, en", "en"},
		{"zero does not hide behind a region", "de-AT, de;q=0", "en"},
		{"a region that is not wanted spares the language", "de-AT;q=0, de", "de"},
		{"the star takes what is not named", "en;q=0.5, *", "de"},
		{"the star alone takes the first", "*", "en"},
		{"a region that is not wanted does not name its language", "en-GB;q=0, *", "en"},
		{"the star respects zero", "en;q=0, *", "de"},
		{"the star at zero rules nothing in", "*;q=0, de;q=0.1", "de"},
		{"a malformed weight skips its member only", "de;q=high, en;q=0.1", "en"},
		{"a weight above one is malformed", "de;q=1.001, en", "en"},
		{"a weight of four decimals is malformed", "de;q=0.9999, en;q=0.1", "en"},
		{"an unknown parameter is malformed", "de;level=1, en;q=0.1", "en"},
		{"a malformed range skips its member only", "de_DE, en-!, en", "en"},
		{"an empty subtag is malformed", "de-, en;q=0.1", "en"},
		{"a digit cannot begin a language", "1de, en;q=0.1", "en"},
		{"empty members are nothing", ",,, de,,", "de"},
		{"capital Q", "en;Q=0.1, de;Q=0.2", "de"},
		{"smallest weight", "en;q=0.001, de;q=0.002", "de"},
	} {
		if got := locale.Match(c.field, locale.All()).Tag(); got != c.want {
			t.Errorf("%s: Match(%q) = %s, want %s", c.name, c.field, got, c.want)
		}
	}
}

func TestMatchReadsSixtyFourMembers(t *testing.T) {
	before := strings.Repeat("fr,", 63)
	if got := locale.Match(before+"de", locale.All()).Tag(); got != "de" {
		t.Errorf("the 64th member is not read: %s", got)
	}
	if got := locale.Match("fr,"+before+"de", locale.All()).Tag(); got != "en" {
		t.Errorf("the 65th member is read: %s", got)
	}
}

func TestMatchPicksOnlyWhatIsOffered(t *testing.T) {
	german, _ := locale.Lookup("de")
	if got := locale.Match("en", []*locale.Language{german}); got != german {
		t.Errorf("Match gave %s, which is not offered", got.Tag())
	}
	if got := locale.Match("de;q=0", []*locale.Language{german}); got != german {
		t.Errorf("Match gave %s when nothing fits, want the first offered", got.Tag())
	}
	if got := locale.Match("de", nil); got != locale.English() {
		t.Errorf("Match of nothing gave %s, want English", got.Tag())
	}
}

// tongue is a language that only a matcher needs.
func tongue(tag string) *locale.Language { return locale.NewForTest(tag) }

func TestMatchKnowsScriptsAndOldCodes(t *testing.T) {
	offered := []*locale.Language{
		tongue("en"), tongue("zh-Hans"), tongue("he"), tongue("id"), tongue("sv"), tongue("pt"),
	}
	for field, want := range map[string]string{
		"zh": "zh-Hans", "zh-CN": "zh-Hans", "zh-SG": "zh-Hans", "zh-hans-hk": "zh-Hans", "ZH-Hans": "zh-Hans",
		"zh-TW": "en", "zh-HK": "en", "zh-Hant": "en", "zh-Hant-CN": "en",
		"iw": "he", "iw-IL": "he", "in": "id", "pt-BR": "pt", "pt-PT": "pt",
		"no": "en", "nb": "en", "da": "en", "da, sv;q=0.1": "sv",
	} {
		if got := locale.Match(field, offered).Tag(); got != want {
			t.Errorf("Match(%q) = %s, want %s", field, got, want)
		}
	}
}

func TestLookupForgivesCaseAndRegion(t *testing.T) {
	for tag, want := range map[string]string{"de": "de", "De": "de", "de-AT": "de", "EN-gb": "en", "de-DE-1996": "de"} {
		if l, ok := locale.Lookup(tag); !ok || l.Tag() != want {
			t.Errorf("Lookup(%q) = %v, %v, want %s", tag, l, ok, want)
		}
	}
	for _, tag := range []string{"", "xx", "deutsch", "*", "de_AT", "-de", "d", strings.Repeat("de-", 100)} {
		if l, ok := locale.Lookup(tag); ok {
			t.Errorf("Lookup(%q) = %s, want nothing", tag, l.Tag())
		}
	}
}

func TestLanguagesAreSingletons(t *testing.T) {
	german, _ := locale.Lookup("de")
	again, _ := locale.Lookup("de-CH")
	if german != again || locale.Match("de", locale.All()) != german || locale.All()[0] != locale.English() {
		t.Error("two pointers to one language differ")
	}
	all := locale.All()
	all[0] = nil
	if locale.All()[0] == nil {
		t.Error("a caller can change the list of languages")
	}
	for _, l := range locale.All() {
		if l.Dir() != "ltr" && l.Dir() != "rtl" || l.Name() == "" {
			t.Errorf("%s: direction %q, name %q", l.Tag(), l.Dir(), l.Name())
		}
	}
}

func FuzzMatchAlwaysGivesAnOfferedLanguage(f *testing.F) {
	for _, s := range []string{"", "*", "de-AT, en;q=0.5", "de;q=0,*;q=0", ";,;q=1", "zh-Hant-TW;q=0.3", strings.Repeat("a-", 300)} {
		f.Add(s)
	}
	all := locale.All()
	f.Fuzz(func(t *testing.T, field string) {
		got := locale.Match(field, all)
		if !slices.Contains(all, got) {
			t.Fatalf("Match(%q) = %v", field, got)
		}
		if again := locale.Match(strings.ToUpper(field)+",", all); isASCII(field) && again != got {
			t.Fatalf("case decides: %q gives %s and %s", field, got.Tag(), again.Tag())
		}
		if l, ok := locale.Lookup(field); ok && locale.Match(field, all) != l {
			t.Fatalf("Lookup(%q) = %s, Match = %s", field, l.Tag(), got.Tag())
		}
	})
}

func BenchmarkMatchAHostileField(b *testing.B) {
	field := strings.Repeat("x-"+strings.Repeat("a-b-", 7)+"cc,", 63) + "*"
	all := locale.All()
	b.ReportAllocs()
	for b.Loop() {
		locale.Match(field, all)
	}
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > 0x7f })
}

func ExampleMatch() {
	lang := locale.Match("de-AT, en;q=0.5", locale.All())
	fmt.Println(lang.Name())
	fmt.Println(lang.Status(404, locale.Have{}).Heading)
	// Output:
	// Deutsch
	// Seite nicht gefunden
}
