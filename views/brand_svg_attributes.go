package views

import (
	"encoding/xml"
	"html"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// attributes writes the attributes of the element that is being opened. A style
// wins over a class, and a class over an attribute, as in CSS.
func (s *sanitizer) attributes(list []xml.Attr) error {
	written := map[string]bool{}
	if err := s.style(valueOf(list, "style"), written); err != nil {
		return err
	}
	if err := s.class(valueOf(list, "class"), written); err != nil {
		return err
	}
	root := len(s.open) == 0
	for _, a := range list {
		name := a.Name.Local
		var err error
		switch {
		case strings.HasPrefix(strings.ToLower(name), "on"):
			err = &svgError{"the attribute " + name, "remove it: a page runs no scripts"}
		case name == "href":
			err = s.reference(a.Value, written)
		case a.Name.Space != "" || name == "xmlns":
		case root && (name == "width" || name == "height" || name == "viewBox" || name == "id"):
		case attributes[name] || properties[name]:
			err = s.attribute(name, a.Value, written)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// valueOf returns the value of an attribute without a namespace.
func valueOf(list []xml.Attr, name string) string {
	for _, a := range list {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// attribute writes one attribute; the first of a name counts.
func (s *sanitizer) attribute(name, value string, written map[string]bool) error {
	if !inside(value) {
		return &svgError{"the attribute " + name + " leads out of the drawing", "a logo loads nothing: put what it needs into the drawing"}
	}
	if !written[name] {
		written[name] = true
		s.out.WriteString(" " + name + `="` + html.EscapeString(strings.Join(strings.Fields(value), " ")) + `"`)
	}
	return nil
}

var (
	localURL     = regexp.MustCompile(`url\(\s*["']?#[\w.:-]+["']?\s*\)`)
	localRef     = regexp.MustCompile(`^#[\w.:-]+$`)
	dataImage    = regexp.MustCompile(`^data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+$`)
	escapedInURL = regexp.MustCompile(`[\\@]`)
)

// inside reports whether a value refers to nothing but its own drawing.
func inside(value string) bool {
	rest := strings.ToLower(localURL.ReplaceAllString(value, ""))
	return !strings.Contains(rest, "url") && !strings.Contains(rest, "://") && !strings.Contains(rest, "image") &&
		!strings.Contains(rest, "script:") && !escapedInURL.MatchString(rest)
}

// reference keeps a reference to the same drawing, and a picture in itself.
func (s *sanitizer) reference(value string, written map[string]bool) error {
	value = strings.TrimSpace(value)
	switch {
	case localRef.MatchString(value):
	case dataImage.MatchString(value):
		s.images = true
	default:
		return &svgError{"a reference to " + strconv.Quote(fit(value, limitFact)), "a logo loads nothing: put what it needs into the drawing"}
	}
	if !written["href"] {
		written["href"] = true
		s.out.WriteString(` href="` + html.EscapeString(value) + `"`)
	}
	return nil
}

// style turns the declarations of a style attribute into attributes.
func (s *sanitizer) style(value string, written map[string]bool) error {
	for declaration := range strings.SplitSeq(value, ";") {
		name, value, _ := strings.Cut(declaration, ":")
		name = strings.ToLower(strings.TrimSpace(name))
		value = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "!important"))
		if !inside(value) {
			return &svgError{"the style of " + name + " leads out of the drawing", "a logo loads nothing: put what it needs into the drawing"}
		}
		if properties[name] && value != "" {
			if err := s.attribute(name, value, written); err != nil {
				return err
			}
		}
	}
	return nil
}

// root writes the view box, which gives the logo its form at every size.
func (s *sanitizer) root(list []xml.Attr) error {
	box := make([]float64, 4)
	fields := strings.FieldsFunc(valueOf(list, "viewBox"), func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\t' || r == '\r' })
	if len(fields) == 0 {
		fields = []string{"0", "0", strings.TrimSuffix(valueOf(list, "width"), "px"), strings.TrimSuffix(valueOf(list, "height"), "px")}
	}
	ok := len(fields) == len(box)
	for i := range min(len(fields), len(box)) {
		v, err := strconv.ParseFloat(fields[i], 64)
		ok = ok && err == nil && math.Abs(v) < 1e6
		box[i] = v
	}
	if !ok || box[2] <= 0 || box[3] <= 0 {
		return &svgError{"the <svg> has no viewBox of four numbers", `write viewBox="0 0 WIDTH HEIGHT" into the <svg> tag`}
	}
	s.rooted, s.ratio = true, box[2]/box[3]
	s.out.WriteString(` viewBox="` + strings.Join(fields, " ") + `"`)
	return nil
}
