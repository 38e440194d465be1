package views

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"strings"
)

// svgDrawing is a sanitised SVG: the rest of its <svg> tag and all behind it.
type svgDrawing struct {
	markup string
	ratio  float64 // width by height
	images bool    // it holds a data: image
}

// svgError is a refusal with a hint.
type svgError struct{ text, hint string }

func (e *svgError) Error() string { return e.text }

func logoHint(err error) string {
	if refused, ok := errors.AsType[*svgError](err); ok {
		return refused.hint
	}
	return "a logo is an SVG drawing, or a PNG or WebP picture"
}

const (
	svgSpace    = "http://www.w3.org/2000/svg"
	maxElements = 500
	maxUses     = 20 // each may draw what uses others: the number stays small
	maxDepth    = 32
)

// sanitizeSVG rewrites a drawing with nothing in it but known shapes: what could
// run, load, move or leave the picture is refused and named; what editors add
// is left out.
func sanitizeSVG(content []byte) (svgDrawing, error) {
	s := &sanitizer{tokens: xml.NewDecoder(bytes.NewReader(content))}
	for {
		token, err := s.tokens.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return svgDrawing{}, fmt.Errorf("not a well-formed SVG: %w", err)
		}
		if err := s.take(token); err != nil {
			return svgDrawing{}, err
		}
	}
	if !s.rooted {
		return svgDrawing{}, errors.New("no <svg> in it")
	}
	return svgDrawing{markup: s.out.String(), ratio: s.ratio, images: s.images}, nil
}

// sanitizer writes what it lets through.
type sanitizer struct {
	tokens         *xml.Decoder
	out            strings.Builder
	open           []string
	rooted, closed bool
	elements, uses int
	ratio          float64
	images         bool
	classes        []classStyle
}

func (s *sanitizer) take(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return s.start(t)
	case xml.EndElement:
		s.end()
	case xml.CharData:
		s.text(string(t))
	case xml.Directive:
		if bytes.ContainsRune(t, '[') {
			return &svgError{"the document type declares entities", "remove the <!DOCTYPE …> with its brackets"}
		}
	case xml.ProcInst:
		if t.Target != "xml" {
			return &svgError{"the processing instruction <?" + t.Target + "?>", "remove it"}
		}
	}
	return nil
}

// start opens an element, or skips it with all it holds.
func (s *sanitizer) start(t xml.StartElement) error {
	name := t.Name.Local
	if t.Name.Space != svgSpace && t.Name.Space != "" || left[name] {
		return s.skip()
	}
	if name == "style" && s.rooted {
		return s.classStyles(t)
	}
	if err := s.admit(name); err != nil {
		return err
	}
	if s.elements++; s.elements > maxElements || len(s.open) > maxDepth {
		return &svgError{fmt.Sprintf("more than %d elements, or more than %d within each other", maxElements, maxDepth), "simplify the drawing"}
	}
	if !s.rooted {
		if err := s.root(t.Attr); err != nil {
			return err
		}
	} else {
		s.out.WriteString("<" + name)
	}
	if err := s.attributes(t.Attr); err != nil {
		return err
	}
	s.out.WriteString(">")
	s.open = append(s.open, name)
	return nil
}

// admit lets known elements in, at their places.
func (s *sanitizer) admit(name string) error {
	if hint, refused := refusedElements[name]; refused {
		return &svgError{"the element <" + name + "> is not allowed in a logo", hint}
	}
	if !shapes[name] {
		return &svgError{"the element <" + name + "> is not allowed in a logo", "convert it to paths"}
	}
	if (name == "svg") != (len(s.open) == 0) || s.closed {
		return &svgError{"the element <" + name + "> stands in the wrong place", "a logo is one <svg> with shapes in it"}
	}
	if name == "use" {
		if s.uses++; s.uses > maxUses {
			return &svgError{fmt.Sprintf("more than %d <use>", maxUses), "draw the shapes where they stand"}
		}
	}
	return nil
}

func (s *sanitizer) skip() error {
	if err := s.tokens.Skip(); err != nil {
		return fmt.Errorf("not a well-formed SVG: %w", err)
	}
	return nil
}

func (s *sanitizer) end() {
	last := len(s.open) - 1
	s.out.WriteString("</" + s.open[last] + ">")
	s.open = s.open[:last]
	s.closed = last == 0
}

// text keeps the words of a drawing and drops the white space between shapes.
func (s *sanitizer) text(words string) {
	if n := len(s.open); n > 0 && (s.open[n-1] == "text" || s.open[n-1] == "tspan") {
		s.out.WriteString(html.EscapeString(words))
	}
}
