package config

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
)

const maxList = 16 << 20

// lists reads the files of moved and gone addresses.
func (c *checker) lists(at string, s *Site) {
	if data, ok := c.read(at+".moved", s.Moved, maxList); ok {
		c.moved(string(s.Moved), data)
	}
	if data, ok := c.read(at+".gone", s.Gone, maxList); ok {
		c.gone(string(s.Gone), data)
	}
}

// inList reports a mistake in a line of a list.
func (c *checker) inList(name string, line int, excerpt, hint, text string) {
	c.mistakes = append(c.mistakes, Mistake{
		Origin: Origin{Kind: FromFile, Name: name, Line: line, Column: 1}, Text: text, Hint: hint, Excerpt: excerpt,
	})
}

func (c *checker) gone(name string, data []byte) {
	source := newSourceText(name, normalised(data))
	for i, line := range source.lines {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		var g Glob
		if err := g.UnmarshalText([]byte(line)); err != nil {
			c.inList(name, i+1, source.line(i+1), globForms, err.Error())
		}
	}
}

// manyToOne is from how many addresses on one target looks like a soft 404.
const manyToOne = 10

func (c *checker) moved(name string, data []byte) {
	source := newSourceText(name, normalised(data))
	rows := csv.NewReader(bytes.NewReader(normalised(data)))
	rows.FieldsPerRecord = -1
	rows.Comment = '#'
	header, err := rows.Read()
	from, to := slices.Index(header, "from"), slices.Index(header, "to")
	if err != nil || from < 0 || to < 0 {
		c.inList(name, 1, source.line(1), "begin with the line from,to", "the columns from and to are not named")
		return
	}
	targets := map[string]int{}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if parse, ok := errors.AsType[*csv.ParseError](err); ok {
			c.inList(name, parse.Line, source.line(parse.Line), "write from,to", "the line is no CSV")
			return
		}
		line, _ := rows.FieldPos(0)
		if text, hint := wrongMove(row, from, to, targets); text != "" {
			c.inList(name, line, source.line(line), hint, text)
		}
	}
}

// wrongMove says what is wrong with one row, if anything.
func wrongMove(row []string, from, to int, targets map[string]int) (text, hint string) {
	if len(row) <= max(from, to) {
		return "the line has no from and to", "write /old,/new"
	}
	source, target := row[from], row[to]
	var href Href
	switch {
	case !strings.HasPrefix(source, "/"):
		return "from is no path", "write /old,/new"
	case href.UnmarshalText([]byte(target)) != nil:
		return "to is no address", "write a path or an https address"
	case source == target:
		return "the address moves to itself", "take the line out"
	case target == "/":
		return "an error sent to the home page is a soft 404 to search engines", "name the page that took its place, or list it as gone"
	}
	if targets[target]++; targets[target] == manyToOne {
		return "many addresses move to one page, which is a soft 404 to search engines", "name the page that took the place of each, or list them as gone"
	}
	return "", ""
}
