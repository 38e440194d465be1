// Package survival is the header policy of the edge as data: which fields of an
// upstream's error must still stand on the page that replaces it. Tests hold
// the edge against it, and write docs/survival.md from what they measured.
//
//	for _, f := range survival.Fields() {
//		kept := f.StaysOn(http.MethodGet, 409)
//	}
package survival

import (
	_ "embed"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

//go:embed fields.txt
var table string

// Field is a header field that an upstream sends with an error.
type Field struct {
	Name   string
	Values []string // one for each line
	Where  string   // it stays: all, none, or statuses such as "412,409w"; w: on writes only
}

// Fields reads the table, in its order.
func Fields() []Field {
	var fields []Field
	for line := range strings.Lines(table) {
		where, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		name, value, ok := strings.Cut(strings.TrimSpace(rest), ": ")
		if strings.HasPrefix(line, "#") || !ok {
			continue
		}
		if last := len(fields) - 1; last >= 0 && fields[last].Name == name {
			fields[last].Values = append(fields[last].Values, value)
			continue
		}
		fields = append(fields, Field{Name: name, Values: []string{value}, Where: where})
	}
	return fields
}

// StaysOn reports whether the field must stand on a page that replaces an
// answer of that status to that method.
func (f Field) StaysOn(method string, code int) bool {
	if f.Where == "all" {
		return true
	}
	number := strconv.Itoa(code)
	places := strings.Split(f.Where, ",")
	isWrite := method != http.MethodGet && method != http.MethodHead
	return slices.Contains(places, number) || isWrite && slices.Contains(places, number+"w")
}

// Kept reports that the lines are those that were sent, in their order. Behind
// those of Server-Timing stands one of the edge.
func (f Field) Kept(lines []string) bool {
	if f.Name == "Server-Timing" && len(lines) == len(f.Values)+1 {
		lines = lines[:len(f.Values)]
	}
	return slices.Equal(lines, f.Values)
}

// Send adds the fields to the header of an upstream's answer with that status;
// Upgrade only where it means something.
func Send(h http.Header, code string) {
	for _, f := range Fields() {
		if f.Name == "Upgrade" && f.Where != code {
			continue
		}
		for _, value := range f.Values {
			h.Add(f.Name, value)
		}
	}
}
