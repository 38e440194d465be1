package views

import "strings"

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		set[word] = true
	}
	return set
}

// shapes are the elements of a logo. Read-only.
var shapes = wordSet(`svg g defs symbol use path rect circle ellipse line polyline polygon text tspan
	linearGradient radialGradient stop clipPath mask pattern image`)

// left are elements that a page leaves out: nobody misses them. Read-only.
var left = wordSet("title desc metadata")

// refusedElements are elements that people do put into drawings, with what to
// do instead. Read-only.
var refusedElements = map[string]string{
	"script":           "remove it: a page runs no scripts",
	"foreignObject":    "draw it with shapes",
	"a":                "remove it: the logo leads to the home page as it is",
	"animate":          "remove it: an error page stands still",
	"animateMotion":    "remove it: an error page stands still",
	"animateTransform": "remove it: an error page stands still",
	"set":              "remove it: an error page stands still",
	"filter":           "flatten the effect, or leave it out",
}

// attributes are what shapes may say about themselves. Read-only.
var attributes = wordSet(`d x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy rotate points width height viewBox id transform
	pathLength offset gradientUnits gradientTransform spreadMethod patternUnits patternTransform patternContentUnits
	clipPathUnits maskUnits maskContentUnits preserveAspectRatio textLength lengthAdjust`)

// properties are the presentation attributes, which a style attribute is turned
// into: the policy of a page forbids the style. Read-only.
var properties = wordSet(`fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit
	stroke-dasharray stroke-dashoffset stroke-opacity opacity color clip-path clip-rule mask stop-color stop-opacity
	font-family font-size font-weight font-style text-anchor dominant-baseline letter-spacing visibility display
	paint-order vector-effect mix-blend-mode`)
