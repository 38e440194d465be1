package handlers

import (
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/views"
)

// pages writes the pages of one site.
type pages struct {
	brand   views.Brand
	branded pageWriter
	log     *slog.Logger
	broken  seldom
}

// pageWriter writes a page, in the coding that is wanted or in none.
type pageWriter func(d problem.Document, o views.PageOptions, want views.Coding) ([]byte, views.Coding, error)

func newPages(b views.Brand, prepared *views.Prepared, log *slog.Logger) *pages {
	return &pages{brand: b, branded: preparedOr(prepared, b), log: log}
}

// preparedOr takes the page that is ready, and renders what cannot be.
func preparedOr(prepared *views.Prepared, b views.Brand) pageWriter {
	return func(d problem.Document, o views.PageOptions, want views.Coding) ([]byte, views.Coding, error) {
		if page, ok := prepared.Page(d, o, want); ok {
			return page, want, nil
		}
		page, err := render(d, o, b)
		return page, views.Identity, err
	}
}

// write writes a page for a person. Where the brand breaks it, the built-in look
// takes its place, and the log says so once a minute.
func (p *pages) write(d problem.Document, o views.PageOptions, want views.Coding) ([]byte, views.Coding, error) {
	page, coding, err := p.tryBranded(d, o, want)
	if err == nil {
		return page, coding, nil
	}
	if p.broken.due(time.Now()) {
		p.log.Error("the brand of the site cannot be shown; pages have the built-in look", "err", err)
	}
	page, err = render(d, o, p.brand.Plain())
	return page, views.Identity, err
}

func (p *pages) tryBranded(d problem.Document, o views.PageOptions, want views.Coding) (page []byte, coding views.Coding, err error) {
	defer recoverAsError(&err)
	return p.branded(d, o, want)
}

func render(d problem.Document, o views.PageOptions, b views.Brand) ([]byte, error) {
	o.Brand = b
	page, err := views.Render(views.NewPage(d, o))
	if err == nil && len(page) == 0 {
		err = errors.New("the page is empty")
	}
	return page, err
}

// seldom lets something happen once a minute. The zero value is ready.
type seldom struct{ last atomic.Int64 }

// due reports whether a minute has passed since it last was.
func (s *seldom) due(now time.Time) bool {
	last := s.last.Load()
	if last != 0 && now.Sub(time.Unix(0, last)) < time.Minute {
		return false
	}
	return s.last.CompareAndSwap(last, now.UnixNano())
}

// shelf holds the prepared pages of an edge: sites with the same brand share
// them.
type shelf map[views.Brand]*views.Prepared

func (s shelf) of(b views.Brand) *views.Prepared {
	if s[b] == nil {
		s[b] = views.Prepare(b)
	}
	return s[b]
}
