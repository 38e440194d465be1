package audit

import (
	"context"
	"fmt"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// DryRun is what a run would ask.
type DryRun struct {
	SchemaVersion int           `json:"schema_version"`
	Seeds         []string      `json:"seeds"`
	Settings      Settings      `json:"settings"`
	UserAgent     string        `json:"user_agent"`
	Robots        []RobotsInfo  `json:"robots"`
	Sitemaps      []SitemapInfo `json:"sitemaps"`
	Refused       []Unverified  `json:"refused"`   // seeds that robots.txt keeps from being asked
	Addresses     int           `json:"addresses"` // that the crawl would begin with: seeds, and what sitemaps list
	Limits        Limits        `json:"limits"`
}

// Limits are the bounds of a run; 0 is none.
type Limits struct {
	URLs        int    `json:"urls"`
	PerTemplate int    `json:"per_template"`
	Depth       int    `json:"depth"`
	Time        string `json:"time"`
	PerHost     int    `json:"per_host"` // requests at a time
	Rate        string `json:"rate"`     // requests a second at one host
}

// Preview reads robots.txt and the sitemaps, and tells what a run with the same
// options would ask. Nothing is kept, and no page is asked. The error is a
// *UsageError for wrong options.
func Preview(ctx context.Context, o Options) (*DryRun, error) {
	seeds, err := o.validate()
	if err != nil {
		return nil, err
	}
	if err := o.setDefaults(seeds); err != nil {
		return nil, err
	}
	options, err := o.crawling(seeds)
	if err != nil {
		return nil, &UsageError{err}
	}
	c, err := crawl.New(options)
	if err != nil {
		return nil, fmt.Errorf("prepare crawl: %w", err)
	}
	defer c.Close()
	site := c.Preview(ctx)
	info := siteInfo(site)
	out := &DryRun{
		SchemaVersion: SchemaVersion, Seeds: rawOf(seeds), Settings: o.settings(), UserAgent: options.UserAgent,
		Robots: info.Robots, Sitemaps: info.Sitemaps, Refused: []Unverified{}, Addresses: site.Waiting,
		Limits: Limits{
			URLs: options.MaxURLs, PerTemplate: options.PerTemplate, Depth: options.MaxDepth, Time: o.settings().MaxDuration,
			PerHost: options.Pace.Ceiling, Rate: fmt.Sprintf("%g/s", options.Pace.Rate),
		},
	}
	if out.Limits.Depth == 0 {
		out.Limits.Depth = crawl.DefaultMaxDepth
	}
	for _, seed := range seeds {
		if why := c.Refuses(ctx, seed); why != "" {
			out.Refused = append(out.Refused, Unverified{URL: seed.Raw, Reason: why, Sources: []Source{}})
		}
	}
	return out, nil
}
