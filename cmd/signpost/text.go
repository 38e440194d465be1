package main

import (
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/width"
)

// columns is the width that all text for people fits into.
const columns = 80

// paragraph writes text wrapped to the terminal, indented by indent, with
// first before the first line.
func paragraph(w io.Writer, first string, indent int, text string) {
	pad := strings.Repeat(" ", indent)
	line, empty := first+strings.Repeat(" ", max(0, indent-cells(first))), true
	for _, word := range strings.Fields(text) {
		if !empty && cells(line)+1+cells(word) > columns {
			fmt.Fprintln(w, line)
			line, empty = pad, true
		}
		if !empty {
			line += " "
		}
		line, empty = line+word, false
	}
	fmt.Fprintln(w, strings.TrimRight(line, " "))
}

// cells counts terminal columns: wide East Asian characters take two.
func cells(s string) int {
	n := 0
	for _, r := range s {
		n++
		if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
			n++
		}
	}
	return n
}

// numbered writes an ordered list.
func numbered(w io.Writer, items []string) {
	for i, item := range items {
		paragraph(w, fmt.Sprintf("  %d. ", i+1), 5, item)
	}
}
