package views_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/static"
	"github.com/seed-3913a1bb/signpost/views"
)

var hexColor = regexp.MustCompile(`"(#[0-9a-f]{6})"`)

func TestAFaintAccentIsRefusedWithTheNearestColourThatStandsOut(t *testing.T) {
	for _, c := range []struct {
		options views.BrandOptions
		key     string
		ratio   string
	}{
		{views.BrandOptions{Accent: "#ffcc00"}, "colors.accent", "1.37:1"},
		{views.BrandOptions{Accent: "#999"}, "colors.accent", "2.59:1"},
		{views.BrandOptions{AccentDark: "#0b3d91"}, "colors.accent_dark", "1.73:1"},
	} {
		wrong := mistakes(t, c.options)
		if len(wrong) != 1 || wrong[0].Key != c.key || !strings.Contains(wrong[0].Text, c.ratio) {
			t.Errorf("%+v: %v, want %s at %s", c.options, wrong, c.key, c.ratio)
			continue
		}
		offered := hexColor.FindStringSubmatch(wrong[0].Hint)
		if offered == nil {
			t.Errorf("no colour in the hint %q", wrong[0].Hint)
			continue
		}
		mended := c.options
		if mended.Accent != "" {
			mended.Accent = offered[1]
		} else {
			mended.AccentDark = offered[1]
		}
		if again := mistakes(t, mended); again != nil {
			t.Errorf("the offered colour is refused: %v", again)
		}
	}
}

func TestOneAccentMakesTheOther(t *testing.T) {
	for _, o := range []views.BrandOptions{{Accent: "#0b6bcb"}, {AccentDark: "#7cb7ff"}, {Accent: "#000"}, {AccentDark: "#fff"}} {
		page := string(render(t, problem.Document{Status: 404}, views.PageOptions{Brand: brand(t, o)}))
		if n := len(regexp.MustCompile(`--accent:#[0-9a-f]{6};--tint:#[0-9a-f]{6}`).FindAllString(page, -1)); n != 2 {
			t.Errorf("%+v: %d accents, want a light and a dark one", o, n)
		}
	}
}

func TestColoursThatAreNone(t *testing.T) {
	for _, c := range []string{"0b6bcb", "#12345", "#1234567", "#ggg", "red", "rgb(0,0,0)", "#12", "#-12", "#+12345", "# 1234"} {
		if wrong := mistakes(t, views.BrandOptions{Accent: c}); len(wrong) != 1 || !strings.Contains(wrong[0].Text, "no colour") {
			t.Errorf("%q: %v", c, wrong)
		}
	}
}

func TestContrastIsMeasuredAgainstTheSurfacesOfTheStyle(t *testing.T) {
	style := static.PageStyle()
	light, dark, _ := strings.Cut(style, "(prefers-color-scheme:dark)")
	for scheme, colors := range map[string][]string{light: {"--page:#f3f4f8", "--card:#fff"}, dark: {"--page:#0f1116", "--card:#171a21"}} {
		for _, c := range colors {
			if !strings.Contains(scheme, c) {
				t.Errorf("the style has no %s: brand_color.go must follow it", c)
			}
		}
	}
}
