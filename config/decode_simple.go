package config

import (
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// simple decodes a scalar into a string, a boolean or a whole number.
func (d *decoder) simple(path string, n *node, v reflect.Value, rule keyRule) {
	if n.absent() {
		return
	}
	if n.kind != scalar {
		d.wrong(n, path, "must be "+formOf(v.Kind(), rule), "write one value, without dashes and braces")
		return
	}
	filled := d.fill.of(d, path, n)
	if filled == nil {
		return
	}
	filled.secret = rule.secret
	d.remember(path, filled)
	switch v.Kind() {
	case reflect.Bool:
		d.boolean(path, filled, v)
	case reflect.Int:
		d.number(path, filled, v, rule)
	default:
		d.string(path, filled, v, rule)
	}
}

func formOf(k reflect.Kind, rule keyRule) string {
	switch {
	case k == reflect.Bool:
		return "true or false"
	case k == reflect.Int:
		return "a whole number"
	case len(rule.words) > 0:
		return "one of " + strings.Join(rule.words, ", ")
	}
	return "a text"
}

// meantAsBool are words that other readers of YAML take for a boolean.
// Read-only.
var meantAsBool = map[string]string{
	"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false",
}

func (d *decoder) boolean(path string, n *node, v reflect.Value) {
	isText := n.quoted && n.written == ""
	switch strings.ToLower(n.text) {
	case "true", "false":
		if !isText {
			v.SetBool(strings.EqualFold(n.text, "true"))
			return
		}
		d.wrong(n, path, fmt.Sprintf("must be true or false, not the text %q", n.text), "take the quotes away")
		return
	}
	hint := "write true or false"
	if meant, ok := meantAsBool[strings.ToLower(n.text)]; ok {
		hint = "write " + meant
	}
	d.wrong(n, path, fmt.Sprintf("must be true or false, not %s", n.shown()), hint)
}

func (d *decoder) number(path string, n *node, v reflect.Value, rule keyRule) {
	number, err := strconv.ParseInt(n.text, 10, 32)
	switch {
	case err != nil:
		d.wrong(n, path, fmt.Sprintf("must be a whole number, not %s", n.shown()), "write digits alone")
		return
	case n.quoted && n.written == "":
		d.wrong(n, path, fmt.Sprintf("must be a whole number, not the text %q", n.text), "take the quotes away")
		return
	}
	v.SetInt(number)
	if n.origin.Kind != FromDefault {
		d.bounds(path, n, v, rule)
	}
}

func (d *decoder) string(path string, n *node, v reflect.Value, rule keyRule) {
	s := n.text
	if n.flavour == boolean && !n.quoted && n.origin.Kind == FromFile {
		if !rule.off || s != "false" {
			d.wrong(n, path, fmt.Sprintf("must be %s, not %s", formOf(reflect.String, rule), n.shown()),
				hintForBool(rule, s))
			return
		}
		s = "off"
	}
	if len(rule.words) > 0 && !slices.ContainsFunc(rule.words, func(w string) bool { return isWord(s, w) }) {
		d.notAWord(path, n, rule.words)
		return
	}
	if v.Type() == reflect.TypeFor[Path]() && s != "" && !filepath.IsAbs(s) {
		s = filepath.Join(d.fill.dir, s)
	}
	v.SetString(s)
}

func hintForBool(rule keyRule, s string) string {
	if len(rule.words) > 0 {
		return "use " + orList(rule.words)
	}
	return fmt.Sprintf("put quotes around it: %q", s)
}

// isWord compares with one word of a closed set; one that ends with :NAME
// stands for the name of a header or cookie.
func isWord(s, word string) bool {
	prefix, named := strings.CutSuffix(word, "NAME")
	if !named {
		return s == word
	}
	name, ok := strings.CutPrefix(s, prefix)
	return ok && isToken(name)
}

// word decodes a scalar that must be one of a few words.
func (d *decoder) word(path string, n *node, words []string, target *string) {
	d.simple(path, n, reflect.ValueOf(target).Elem(), keyRule{words: words, off: slices.Contains(words, "off")})
}

func (d *decoder) notAWord(path string, n *node, words []string) {
	hint := didYouMean(n.text, words)
	if n.written != "" {
		hint = ""
	}
	if hint == "" {
		hint = "use " + orList(words)
	}
	d.wrong(n, path, fmt.Sprintf("unknown word %s", n.shown()), hint)
}

func orList(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
