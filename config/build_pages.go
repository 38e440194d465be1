package config

import (
	"errors"

	"github.com/seed-3913a1bb/signpost/handlers"
)

// BuildPages makes the page server of a configuration: the pages of its sites,
// without their servers. Peers in listen.trusted_proxies are believed about the
// failed request.
func BuildPages(l *Loaded, b BuildOptions, version string) (*handlers.Edge, error) {
	o := handlers.PagesOptions{
		Trusted: prefixes(l.File.Listen.TrustedProxies), Version: version,
		Options: handlers.Options{State: b.State, Access: b.Access, Log: b.Log},
	}
	var errs []error
	for i := range l.File.Sites {
		site, err := l.File.Sites[i].withoutServers()
		errs = append(errs, err)
		site.Gates = handlers.Gates{} // they guard servers
		o.Sites = append(o.Sites, site)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return handlers.NewPages(o)
}
