package config

import "github.com/seed-3913a1bb/signpost/upstream/lastgood"

func (l *LastGood) policy() lastgood.Policy {
	return lastgood.Policy{
		IfError: l.IfError.Std(), Robots: l.Robots.Std(), Sitemaps: l.Sitemaps.Std(), RobotsHTML: l.RobotsHTML,
		Respect: lastgood.Respect(l.Respect), Types: texts(l.Types), IgnoreCookies: l.IgnoreCookies, MaxObject: int64(l.MaxObject),
	}
}
