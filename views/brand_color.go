package views

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// rgb is a colour, as 0xRRGGBB.
type rgb uint32

// scheme is what an accent stands on, in a light or a dark page. The colours are
// those of the style; a test compares them.
type scheme struct {
	page, card rgb
	toward     rgb     // where a colour goes to stand out more
	tint       float64 // how much of the accent is in the tinted surface
}

var (
	lightScheme = scheme{page: 0xf3f4f8, card: 0xffffff, toward: 0x000000, tint: 0.08}
	darkScheme  = scheme{page: 0x0f1116, card: 0x171a21, toward: 0xffffff, tint: 0.16}
)

// The contrast of text that WCAG 2.2 asks for (1.4.3), and the one aimed at
// where we choose ourselves (1.4.6).
const (
	enoughContrast = 4.5
	goodContrast   = 7
)

// checkColors returns the CSS that sets the accents. Of one given colour the
// other is made.
func checkColors(light, dark string, wrong *Mistakes) string {
	l, okLight := checkColor("colors.accent", light, lightScheme, wrong)
	d, okDark := checkColor("colors.accent_dark", dark, darkScheme, wrong)
	switch {
	case okLight && !okDark:
		d = darkScheme.nearest(l, goodContrast)
	case okDark && !okLight:
		l = lightScheme.nearest(d, goodContrast)
	case !okLight:
		return ""
	}
	return "@media screen{:root{" + lightScheme.variables(l) + "}}" +
		"@media screen and (prefers-color-scheme:dark){:root{" + darkScheme.variables(d) + "}}"
}

// checkColor reads one accent; ok is false when there is none.
func checkColor(key, text string, s scheme, wrong *Mistakes) (c rgb, ok bool) {
	if text == "" {
		return 0, false
	}
	c, ok = parseColor(text)
	if !ok {
		wrong.add(key, `write it as "#0b6bcb", in quotation marks`, "%q is no colour", text)
		return 0, false
	}
	if got := s.contrast(c); got < enoughContrast {
		wrong.add(key, fmt.Sprintf("the nearest colour that can is %q", s.nearest(c, enoughContrast)),
			"%s stands out %.2f:1 from the page, and text needs %.1f:1 to be read", text, math.Floor(got*100)/100, enoughContrast)
	}
	return c, true
}

// parseColor reads #rgb and #rrggbb.
func parseColor(s string) (rgb, bool) {
	hex, ok := strings.CutPrefix(s, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	value, err := strconv.ParseUint(hex, 16, 32)
	return rgb(value), ok && err == nil && len(hex) == 6
}

// String writes the colour as CSS does.
func (c rgb) String() string { return fmt.Sprintf("#%06x", uint32(c)) }

// contrast is the least contrast of a text in c on the surfaces of the scheme.
func (s scheme) contrast(c rgb) float64 { return min(contrast(c, s.page), contrast(c, s.card)) }

// nearest is the first colour on the way from c to black or white that has the
// contrast.
func (s scheme) nearest(c rgb, want float64) rgb {
	const steps = 256
	for i := range steps {
		if mixed := mix(c, s.toward, float64(i)/steps); s.contrast(mixed) >= want {
			return mixed
		}
	}
	return s.toward
}

// variables sets the accent and the surface tinted with it, as strongly as the
// accent can still be read on it.
func (s scheme) variables(accent rgb) string {
	tint := s.card
	for share := s.tint; share > 0; share -= 0.02 {
		if t := mix(s.card, accent, share); contrast(accent, t) >= enoughContrast {
			tint = t
			break
		}
	}
	return fmt.Sprintf("--accent:%s;--tint:%s", accent, tint)
}

// mix goes from a to b by a share from 0 to 1.
func mix(a, b rgb, share float64) rgb {
	var mixed rgb
	for _, shift := range []int{16, 8, 0} {
		from, to := float64(a>>shift&0xff), float64(b>>shift&0xff)
		mixed |= rgb(math.Round(from+(to-from)*share)) << shift
	}
	return mixed
}

// contrast is the contrast ratio of WCAG 2.2, from 1 to 21.
func contrast(a, b rgb) float64 {
	la, lb := a.luminance(), b.luminance()
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// luminance is the relative luminance of WCAG 2.2.
func (c rgb) luminance() float64 {
	channel := func(shift int) float64 {
		v := float64(c>>shift&0xff) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}
