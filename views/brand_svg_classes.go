package views

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"strings"
)

// What drawing programs write into a <style>: classes with declarations.
var (
	svgComment  = regexp.MustCompile(`(?s)/\*.*?\*/`)
	svgClass    = regexp.MustCompile(`([^{}]+)\{([^{}]*)\}`)
	svgSelector = regexp.MustCompile(`^\.[A-Za-z_][\w-]*$`)
)

// classStyles reads the classes of a <style>, so that shapes can carry their
// declarations as attributes: the policy of a page forbids the style itself.
// Anything but plain classes is refused.
func (s *sanitizer) classStyles(t xml.StartElement) error {
	var css struct {
		Text string `xml:",chardata"`
	}
	if err := s.tokens.DecodeElement(&css, &t); err != nil {
		return fmt.Errorf("not a well-formed SVG: %w", err)
	}
	refused := &svgError{"a <style> with more than plain classes in it", "write fill and stroke as attributes; editors call it presentation attributes"}
	text := svgComment.ReplaceAllString(css.Text, "")
	if strings.TrimSpace(svgClass.ReplaceAllString(text, "")) != "" {
		return refused
	}
	for _, rule := range svgClass.FindAllStringSubmatch(text, -1) {
		for selector := range strings.SplitSeq(rule[1], ",") {
			selector = strings.TrimSpace(selector)
			if !svgSelector.MatchString(selector) {
				return refused
			}
			s.classes = append(s.classes, classStyle{selector[1:], rule[2]})
		}
	}
	return nil
}

// classStyle are the declarations of one class.
type classStyle struct{ name, declarations string }

// class writes the declarations of an element's classes; of two classes the one
// that stands later in the style decides.
func (s *sanitizer) class(names string, written map[string]bool) error {
	has := wordSet(names)
	for i := len(s.classes) - 1; i >= 0; i-- {
		if c := s.classes[i]; has[c.name] {
			if err := s.style(c.declarations, written); err != nil {
				return err
			}
		}
	}
	return nil
}
