package crawl

import (
	"bytes"
	"context"
	"strings"
)

// maxSitemaps bounds the files of a run.
const maxSitemaps = 1000

// Sitemap is one sitemap file as it was got.
type Sitemap struct {
	Address  Address
	Named    bool // robots.txt or an index names it; else its place was guessed
	Exchange *Exchange
	Kind     SitemapKind
	Locs     int // addresses listed, those of other sites included
	Err      error
}

// sitemapList is filled before the workers start.
type sitemapList struct {
	files []*Sitemap
	seen  map[string]bool
	cut   int // files that were left out
}

// readSitemaps reads the files that robots.txt names, or /sitemap.xml when it
// names none, for each seed's origin.
func (c *Crawler) readSitemaps(ctx context.Context) {
	c.sitemaps.seen = map[string]bool{}
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
		if a, err := ParseAddress(seed.Origin() + "/sitemap.xml"); err == nil && !named {
			c.readSitemap(ctx, a, false, false)
		}
	}
}

// readSitemap reads a file and, from an index, the files below it; an index
// within an index is read no further.
func (c *Crawler) readSitemap(ctx context.Context, a Address, named, nested bool) {
	if c.sitemaps.seen[a.Key] || ctx.Err() != nil {
		return
	}
	if len(c.sitemaps.files) >= maxSitemaps {
		c.sitemaps.cut++
		return
	}
	c.sitemaps.seen[a.Key] = true
	file := &Sitemap{Address: a, Named: named}
	c.sitemaps.files = append(c.sitemaps.files, file)
	var below []Address
	c.getSitemap(ctx, file, func(to Address, index bool) {
		if index {
			below = append(below, to)
			return
		}
		c.graph.mention(to, Source{Page: a.Raw, Role: RoleSitemap, Element: "sitemap", Attr: "loc", Written: to.Raw, order: file.Locs})
		c.put(Item{Address: to, Follow: true})
	})
	if nested {
		return
	}
	for _, to := range below {
		c.readSitemap(ctx, to, true, true)
	}
}

// getSitemap fetches a file, up to five redirects away, and gives out what it
// lists of the site.
func (c *Crawler) getSitemap(ctx context.Context, file *Sitemap, each func(Address, bool)) {
	to := file.Address
	for range robotsHops + 1 {
		file.Exchange = c.get(ctx, request{address: to, whole: true, limit: MaxSitemapBytes})
		next, _ := Location(file.Exchange)
		if next.Key == "" {
			break
		}
		to = next
	}
	x := file.Exchange
	body := x.Body
	x.Body = nil
	file.Kind = NoSitemap
	if !x.Status.IsSuccess() || x.Reason != "" {
		return
	}
	index := bytes.Contains(body[:min(len(body), 1024)], []byte("<sitemapindex"))
	file.Kind, file.Err = ReadSitemap(bytes.NewReader(body), func(loc string) bool {
		file.Locs++
		if a, err := ParseAddress(loc); err == nil && c.scope.Has(a) {
			each(a, index)
		}
		return true
	})
	if file.Err != nil && file.Named {
		c.o.Log.Warn("a sitemap could not be read to its end", "sitemap", file.Address.Raw, "error", file.Err)
	}
}
