package static_test

import (
	"crypto/sha256"
	"encoding/base64"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/static"
)

func TestTheStyleIsSmallAndAlone(t *testing.T) {
	css := static.PageStyle() + static.BrandStyle()
	if n := len(static.PageStyle()); n > 4_096 {
		t.Errorf("%d bytes, want at most 4,096", n)
	}
	if n := len(static.BrandStyle()); n > 512 {
		t.Errorf("%d bytes for brands, want at most 512", n)
	}
	for _, outside := range []string{"@import", "url(", "http", "</", "<!--", "/*", "\n", "\t"} {
		if strings.Contains(css, outside) {
			t.Errorf("the style holds %q", outside)
		}
	}
	if open, closed := strings.Count(css, "{"), strings.Count(css, "}"); open != closed || open < 30 {
		t.Errorf("%d braces open, %d close", open, closed)
	}
}

func TestTheHashIsThatOfTheStyle(t *testing.T) {
	sum := sha256.Sum256([]byte(static.PageStyle()))
	if want := "sha256-" + base64.StdEncoding.EncodeToString(sum[:]); static.PageStyleHash() != want {
		t.Errorf("hash %s, want %s", static.PageStyleHash(), want)
	}
}

// physical are the properties and values that hard-code left and right.
var physical = regexp.MustCompile(`(margin|padding|border)-(left|right|top|bottom)|[;{ ](left|right|width|height|top|bottom):|: ?(left|right)[;}]|text-align:(left|right)`)

func TestTheStyleIsLogical(t *testing.T) {
	if found := physical.FindAllString(static.PageStyle()+static.BrandStyle(), -1); found != nil {
		t.Errorf("physical directions: %q", found)
	}
	for _, wrong := range []string{"p{margin-left:1px}", "p{left:0}", "p{text-align:right}", "p{color:red;width:1px}"} {
		if !physical.MatchString(wrong) {
			t.Errorf("%s passes as logical", wrong)
		}
	}
}

func TestTheStyleServesEveryReader(t *testing.T) {
	for _, moving := range []string{"transition", "animation", "scroll-behavior"} {
		if strings.Contains(static.PageStyle(), moving) {
			t.Errorf("the style moves: %s", moving)
		}
	}
	for _, wanted := range []string{
		"color-scheme:light dark", "(prefers-color-scheme:dark)", "(prefers-contrast:more)", "(forced-colors:active)",
		"@media print", ":focus-visible",
	} {
		if !strings.Contains(static.PageStyle(), wanted) {
			t.Errorf("the style lacks %s", wanted)
		}
	}
}

func TestTextStandsOutSevenToOne(t *testing.T) {
	css := static.PageStyle()
	dark := css[strings.Index(css, "(prefers-color-scheme:dark)"):]
	for name, scheme := range map[string]string{"light": css, "dark": dark} {
		for _, pair := range [][2]string{
			{"ink", "page"},
			{"ink", "card"},
			{"ink", "note"},
			{"soft", "page"},
			{"soft", "card"},
			{"accent", "card"},
			{"accent", "tint"},
			{"on", "accent"},
		} {
			if got := contrast(color(t, scheme, pair[0]), color(t, scheme, pair[1])); got < 7 {
				t.Errorf("%s: %s on %s is %.2f:1, want 7:1", name, pair[0], pair[1], got)
			}
		}
	}
}

func TestContrastOfBlackAndWhite(t *testing.T) {
	if got := contrast(0, 0xffffff); math.Abs(got-21) > 0.01 {
		t.Errorf("black on white is %.2f:1, want 21:1", got)
	}
	if got := contrast(0x777777, 0xffffff); got > 4.5 {
		t.Errorf("grey on white is %.2f:1, want less than 4.5:1", got)
	}
}

// color reads the first value of a custom property as 0xRRGGBB.
func color(t *testing.T, css, name string) uint64 {
	t.Helper()
	found := regexp.MustCompile(`--` + name + `:#([0-9a-f]{3,6})[;}]`).FindStringSubmatch(css)
	if found == nil {
		t.Fatalf("no colour --%s", name)
	}
	hex := found[1]
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	value, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// contrast is the contrast ratio of WCAG 2.2.
func contrast(a, b uint64) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(rgb uint64) float64 {
	channel := func(shift uint) float64 {
		c := float64(rgb>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}
