package config

import (
	"errors"
	"fmt"

	"github.com/seed-3913a1bb/signpost/views"
)

// CheckPages renders every page of every site, in each of its languages, and
// reports those that are too heavy or would load something. Sites with the same
// look are checked once.
func CheckPages(l *Loaded) error {
	seen := map[string]bool{}
	var errs []error
	for i := range l.File.Sites {
		site, err := l.File.Sites[i].withoutServers()
		if err != nil {
			errs = append(errs, err)
			continue
		}
		look := fmt.Sprint(l.File.Sites[i].Brand, l.File.Sites[i].Languages)
		if seen[look] {
			continue
		}
		seen[look] = true
		if err := views.Check(site.Brand, site.Brand.Languages(site.Languages)); err != nil {
			errs = append(errs, fmt.Errorf("site %s: %w", l.File.Sites[i].Host[0], err))
		}
	}
	return errors.Join(errs...)
}
