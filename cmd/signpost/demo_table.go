package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// demoCase is one row: a request that is sent to the site and to the edge.
type demoCase struct {
	name, method, path string
	program            bool
}

func demoCases() []demoCase {
	return []demoCase{
		{name: "save a changed shelf", method: http.MethodPost, path: "/shelf/edit"},
		{name: "the same, by a program", method: http.MethodPost, path: "/shelf/edit", program: true},
		{name: "choose a taken name", method: http.MethodPost, path: "/readers/new"},
		{name: "open a locked catalogue", method: http.MethodGet, path: "/catalogue/lock"},
		{name: "open a page that is gone", method: http.MethodGet, path: "/old-page"},
		{name: "a page leaks its stack trace", method: http.MethodGet, path: "/report"},
		{name: "a search is overloaded", method: http.MethodGet, path: "/search"},
		{name: "the server hangs up", method: http.MethodGet, path: "/orders"},
		{name: "the same, by a program", method: http.MethodGet, path: "/orders", program: true},
		{name: "a page that works", method: http.MethodGet, path: "/"},
	}
}

// demoTable fetches every case twice and writes a row for each.
type demoTable struct {
	site, edge string
	out        io.Writer
}

// demoAnswer is what one side answered; a zero status means that the
// connection broke.
type demoAnswer struct {
	status string
	header http.Header
	body   []byte
}

func (t demoTable) write(ctx context.Context) error {
	const row = "%-28s  %-21s  %s\n"
	fmt.Fprintf(t.out, row, "case", "raw answer", "through Signpost")
	fmt.Fprintf(t.out, row, strings.Repeat("-", 28), strings.Repeat("-", 21), strings.Repeat("-", 27))
	for _, c := range demoCases() {
		raw := c.ask(ctx, t.site)
		served := c.ask(ctx, t.edge)
		if err := ctx.Err(); err != nil {
			return err
		}
		text := served.String()
		if raw.same(served) {
			text = served.status + " untouched"
		}
		fmt.Fprintf(t.out, row, c.name, raw, text)
	}
	return nil
}

func (c demoCase) ask(ctx context.Context, base string) demoAnswer {
	var form io.Reader
	if c.method == http.MethodPost && !c.program {
		form = strings.NewReader("title=Poetry")
	}
	req, err := http.NewRequestWithContext(ctx, c.method, base+c.path, form)
	if err != nil {
		return demoAnswer{}
	}
	c.dress(req.Header, form != nil)
	// The transport of its own asks no proxy from the environment.
	res, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req)
	if err != nil {
		return demoAnswer{}
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	if err != nil {
		return demoAnswer{}
	}
	return demoAnswer{status: fmt.Sprint(res.StatusCode), header: res.Header, body: body}
}

// dress sets the header fields that tell a browser from a program.
func (c demoCase) dress(h http.Header, form bool) {
	if c.program {
		h.Set("Accept", "application/json")
		return
	}
	h.Set("Accept", browserAccept)
	h.Set("Sec-Fetch-Mode", "navigate")
	h.Set("Sec-Fetch-Dest", "document")
	if form {
		h.Set("Content-Type", "application/x-www-form-urlencoded")
	}
}

func (a demoAnswer) same(b demoAnswer) bool {
	return a.status != "" && a.status == b.status && bytes.Equal(a.body, b.body)
}

// String tells the status, the kind of body and its size.
func (a demoAnswer) String() string {
	if a.status == "" {
		return "no answer"
	}
	if len(a.body) == 0 {
		return a.status + " empty"
	}
	kind, _, _ := strings.Cut(a.header.Get("Content-Type"), ";")
	_, kind, _ = strings.Cut(kind, "/")
	if kind == "html" && bytes.Contains(a.body, []byte("<ol")) {
		kind = "page with steps"
	}
	return fmt.Sprintf("%s %s, %s", a.status, kind, size(len(a.body)))
}

// size tells small bodies in bytes and others in kilobytes.
func size(n int) string {
	if n < 1000 {
		return fmt.Sprintf("%d bytes", n)
	}
	return fmt.Sprintf("%.1f KB", float64(n)/1000)
}
