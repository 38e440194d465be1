package main

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed wordings.txt
var wordingLines string

// wording is how sites of one language head pages that are missing, and pages
// that are there.
type wording struct {
	tag         string
	lost, found []string
}

func wordings() (all []wording) {
	for line := range strings.Lines(wordingLines) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		if len(cells) == 3 && !strings.HasPrefix(line, "#") {
			all = append(all, wording{cells[0], strings.Split(cells[1], " ; "), strings.Split(cells[2], " ; ")})
		}
	}
	return all
}

// layout is one way to build a page. %T is its title, %H its heading, %B the
// text; good pages have the same frame.
type layout struct{ name, html string }

const banner = `<div id="cookie-consent" class="cookie-banner"><p>We and our 214 partners store and read information on your device, such as cookies, and process
personal data for personalised advertising and content, its measurement, research on those who see it and the development of services. With your
leave we and our partners may use precise data on where you are, and identify your device by scanning it. You may click to agree to what is
written above, or look at more detailed information and change your settings before you agree or refuse.</p><button>Agree</button><button>Settings</button></div>`

func menu(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `<li><a href="/p/%d">Lamps, chairs and tables %d</a></li>`, i%3, i)
	}
	return b.String()
}

func layouts() []layout {
	heavy := `<div class="top-menu"><ul>` + menu(60) + `</ul></div>`
	foot := `<div class="site-footer"><ul>` + menu(40) + `</ul><p>Harbour Ltd, Quay 7. All rights reserved. Prices with VAT, shipping extra.</p></div>`
	return []layout{
		{"plain", `<title>%T</title><h1>%H</h1>%B<p><a href="/">Harbour</a></p>`},
		{"banner", `<title>%T | Harbour</title>` + banner + `<div class="content"><h1>%H</h1>%B</div>`},
		{"heavy", `<title>%T - Harbour</title>` + heavy + banner + `<main id="content"><h1>%H</h1>%B</main>` + foot},
		{"divs", `<title>%T – Harbour</title>` + heavy + `<div class="page"><h1>%H</h1>%B</div>` + foot + banner},
		{"application", `<title>%T</title><div id="root"><div class="app-bar"><a href="/">Harbour</a></div><section><h1>%H</h1>%B</section></div><script src="/app.js"></script>`},
		{"table", `<title>%T</title><table width="100%"><tr><td class="menu">` + menu(20) + `</td><td><h1>%H</h1>%B</td></tr></table>`},
		{"brand title", `<title>Harbour</title><header><a href="/">Harbour</a></header><main><h1>%H</h1>%B</main>`},
	}
}

func (l layout) page(tag, title, heading, body string) string {
	fill := strings.NewReplacer("%T", title, "%H", heading, "%B", body)
	return `<!doctype html><html lang="` + tag + `"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head><body>` + fill.Replace(l.html) + "</body></html>"
}

// newWordingSite makes all pages of one language in every layout.
func newWordingSite(w wording, l language) *site {
	s := &site{framework: framework{name: "any layout"}, language: l, pages: map[string]labelled{}}
	for i, layout := range layouts() {
		for j, heading := range w.lost {
			body := "<p>" + l.text + "</p>"
			if (i+j)%2 == 1 {
				body = `<p>` + heading + `</p><form role="search"><input name="q"></form>`
			}
			s.add(fmt.Sprintf("/old/%d-%d", i, j), "lost, "+layout.name, true, layout.page(w.tag, heading, heading, body))
		}
		for j, heading := range w.found {
			s.add(fmt.Sprintf("/p/%d-%d", i, j), "short, "+layout.name, false, layout.page(w.tag, heading, heading, s.text(1+j%2, i)))
		}
		if w.tag == "en" {
			s.confusing(layout, i)
		}
	}
	for i := range 3 {
		s.good(fmt.Sprintf("/p/%d", i), "page", "", fmt.Sprintf("Harbour %d", i+1), s.text(4+i, i))
	}
	return s
}

// confusing adds short English pages that are easily taken for missing ones.
func (s *site) confusing(l layout, i int) {
	for name, page := range map[string][2]string{
		"thread":   {"Page not found when I open the checkout", "<p>Posted by Ada. After the update every order ends so. Has anybody else seen it? I use the newest version.</p>"},
		"issue":    {"404 Not Found for /v2/orders after the upgrade · Issue 812", "<p>The client gets it for each order.</p><pre>GET /v2/orders HTTP/1.1</pre><p>Expected: 200.</p>"},
		"glossary": {"404 Not Found", "<p>A status code of HTTP. It tells the client that the server has nothing at an address. The response may be cached.</p>"},
		"film":     {"Page Not Found (film)", `<p class="byline">By Ada</p><p>A comedy of 2019 about a librarian and a burglar, 94 minutes.</p>`},
		"record":   {"Not Found", `<div itemscope itemtype="https://schema.org/Product"><p>The third record of the Quays. <span itemprop="price">18</span> €</p></div>`},
		"bus":      {"Line 410", "<p>From the harbour to the hospital every ten minutes.</p>"},
		"room":     {"404 | Rooms", "<p>Two beds, a desk and a view of the cranes.</p>"},
		"faq":      {"Why was my order not found?", "<p>The number has eleven digits. Look at the bill, and leave out the dash.</p>"},
		"empty":    {"No messages", "<p>When somebody writes to you it will be here.</p>"},
		"news":     {"Boat still not found after three days", "<p>The search goes on between the islands, says the coast guard. The crew of two is safe.</p>"},
		"release":  {"Version 4.0.4", "<p>Mends a fault in the calendar. Removed: the old import.</p>"},
		"trail":    {"Does not exist on any map", "<p>A walk to a village that the sea took in 1634. Bring boots and a lamp.</p>"},
		"closed":   {"The museum is closed on Mondays", "<p>And on the first of May.</p>"},
		"moved":    {"We have moved", "<p>You find us at Quay 9 from now on, in the red house.</p>"},
		"listing":  {"Error 404 – the band", `<p class="byline">By Ada</p><p>Four friends from the harbour who play tango on tins.</p>`},
	} {
		s.add(fmt.Sprintf("/%s/%d", name, i), "confusing, "+name, false, l.page("en", page[0], page[0], page[1]))
	}
}
