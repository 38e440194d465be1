package static

import (
	_ "embed" // for the style and the script
	"strings"
)

//go:embed form.css
var formCSS string

//go:embed form.js
var formJS string

// form and script are what pages with a kept form need besides PageStyle.
// Read-only.
var (
	form   = squeeze(formCSS)
	script = strings.NewReplacer("\t", "", "\n", "").Replace(formJS) // each statement ends in a semicolon
)

// FormStyle returns what a page that gives back a form needs besides PageStyle,
// in a style element of its own.
func FormStyle() string { return form }

// FormScript returns the script that copies and downloads the text of such a
// page. The page works without it.
func FormScript() string { return script }
