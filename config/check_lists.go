package config

import "github.com/seed-3913a1bb/signpost/handlers/rule"

const maxList = 16 << 20

// lists lets package rule judge the files of moved and gone addresses.
func (c *checker) lists(at string, s *Site) {
	if data, ok := c.read(at+".moved", s.Moved, maxList); ok {
		_, err := s.moved()
		c.lines(string(s.Moved), data, err)
	}
	if data, ok := c.read(at+".gone", s.Gone, maxList); ok {
		_, err := s.gone()
		c.lines(string(s.Gone), data, err)
	}
}

// lines reports the mistakes of a list at their lines.
func (c *checker) lines(name string, data []byte, err error) {
	source := newSourceText(name, normalised(data))
	for _, m := range rule.LineMistakes(err) {
		if m.Hint == "" {
			m.Hint = "take the line out, or correct it"
		}
		c.mistakes = append(c.mistakes, Mistake{
			Origin: Origin{Kind: FromFile, Name: name, Line: m.Line, Column: 1}, Text: m.Text, Hint: m.Hint, Excerpt: source.line(m.Line),
		})
	}
}
