package crawl

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
)

// maxSitemaps bounds the files of a run.
const maxSitemaps = 1000

// Sitemap is one sitemap file as it was got.
type Sitemap struct {
	Address  Address
	Named    bool      // robots.txt or an index names it; else its place was guessed
	Moved    *Exchange // the redirect that the address itself answered; nil without one
	Exchange *Exchange
	Kind     SitemapKind
	Locs     int // addresses listed, those of other sites included
	Err      error
	IsPage   bool // HTML came in place of a sitemap
	TooLarge bool // more than MaxSitemapLocs or MaxSitemapBytes: the rest was not read
}

// guessedSitemaps are the places where sites keep a sitemap that robots.txt
// does not name. They are tried in this order, up to the first one that is
// there.
var guessedSitemaps = strings.Fields("/sitemap.xml /sitemap_index.xml /sitemap.xml.gz /wp-sitemap.xml")

type sitemapList struct {
	files []*Sitemap
	seen  map[string]bool
	known map[string]*sitemapNote // of an earlier process, by key
	cut   int                     // files that were left out
}

// readSitemaps reads the files that robots.txt names, or the one of a usual
// place when it names none, for each seed's origin.
func (c *Crawler) readSitemaps(ctx context.Context) {
	c.sitemaps.seen = map[string]bool{}
	if c.o.Sitemaps != nil {
		for _, a := range c.o.Sitemaps {
			c.readSitemap(ctx, a, true, false)
		}
		return
	}
	if c.o.NoFollow {
		return
	}
	for _, seed := range c.o.Seeds {
		rules := c.robots.of(ctx, seed).Answer.File()
		named := false
		if rules != nil {
			for _, line := range rules.Sitemaps() {
				if a, err := ParseAddress(strings.TrimSpace(line.Value)); err == nil && c.scope.Has(a) {
					named = true
					c.readSitemap(ctx, a, true, false)
				}
			}
		}
		if !named {
			c.guessSitemap(ctx, seed.Origin())
		}
	}
}

// guessSitemap tries the usual places of an origin until one holds a sitemap.
func (c *Crawler) guessSitemap(ctx context.Context, origin string) {
	for _, place := range guessedSitemaps {
		a, err := ParseAddress(origin + place)
		if err != nil {
			return
		}
		c.readSitemap(ctx, a, false, false)
		if slices.ContainsFunc(c.sitemaps.files, func(f *Sitemap) bool { return f.Address.Key == a.Key && f.Kind != NoSitemap }) {
			return
		}
	}
}

// readSitemap reads a file and, from an index, the files below it; an index
// within an index is read no further.
func (c *Crawler) readSitemap(ctx context.Context, a Address, named, nested bool) {
	if c.sitemaps.seen[a.Key] || ctx.Err() != nil || c.halted.Load() {
		return
	}
	if len(c.sitemaps.files) >= maxSitemaps {
		c.sitemaps.cut++
		return
	}
	c.sitemaps.seen[a.Key] = true
	note := c.sitemaps.known[a.Key]
	if note == nil {
		note = c.newSitemap(ctx, a, named)
	}
	c.sitemaps.files = append(c.sitemaps.files, &note.File)
	if nested {
		return
	}
	for _, below := range note.Below {
		if to, err := ParseAddress(below); err == nil {
			c.readSitemap(ctx, to, true, true)
		}
	}
}

// newSitemap gets a file and puts what it lists among the addresses.
func (c *Crawler) newSitemap(ctx context.Context, a Address, named bool) *sitemapNote {
	note := &sitemapNote{File: Sitemap{Address: a, Named: named}}
	locs := c.getSitemap(ctx, &note.File)
	if note.File.Err != nil {
		note.Fault = note.File.Err.Error()
	}
	if note.File.Exchange.Reason == Cancelled {
		return note
	}
	s := step{From: a.Raw, Sitemap: note}
	if note.File.Kind == SitemapIndex {
		for _, to := range locs {
			note.Below = append(note.Below, to.Raw)
		}
		locs = nil
	}
	links := make([]Link, 0, len(locs))
	for _, to := range locs {
		links = append(links, Link{To: to, Role: RoleSitemap, Element: "sitemap", Attr: "loc", Written: to.Raw})
	}
	c.enter(&s, links, func(l Link) (Item, bool) { return Item{Address: l.To, Follow: true}, true })
	return note
}

// getSitemap fetches a file, up to five redirects away, and returns what it
// lists of the site.
func (c *Crawler) getSitemap(ctx context.Context, file *Sitemap) (locs []Address) {
	to := file.Address
	for range robotsHops + 1 {
		file.Exchange = c.get(ctx, request{address: to, whole: true, limit: MaxSitemapBytes})
		next, _ := Location(file.Exchange)
		if next.Key == "" {
			break
		}
		if file.Moved == nil {
			file.Moved, file.Exchange.Body = file.Exchange, nil
		}
		to = next
	}
	x := file.Exchange
	body := x.Body
	x.Body = nil
	file.Kind = NoSitemap
	if !x.Status.IsSuccess() || x.Reason != "" {
		return nil
	}
	file.Kind, file.Err = ReadSitemap(bytes.NewReader(body), func(loc string) bool {
		file.Locs++
		if a, err := ParseAddress(loc); err == nil && c.scope.Has(a) {
			locs = append(locs, a)
		}
		return true
	})
	if file.TooLarge = x.Cut || errors.Is(file.Err, ErrSitemapTooLarge); file.TooLarge {
		file.Err = nil
	}
	file.IsPage = file.Kind == NoSitemap && len(body) > 0 && (x.IsHTML() || strings.HasPrefix(http.DetectContentType(body), "text/html"))
	return locs
}
