package handlers

import (
	"context"
	"net/http"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/upstream/lastgood"
)

const robotsPath = "/robots.txt"

// robotsTime is how long a copy of robots.txt is served by default: as long as
// crawlers may use their own (RFC 9309 section 2.4).
const robotsTime = 24 * time.Hour

func (ex *exchange) isRobots() bool {
	return ex.site != nil && ex.site.state != nil && ex.in.URL.Path == robotsPath &&
		(ex.in.Method == http.MethodGet || ex.in.Method == http.MethodHead)
}

// robotsGuard answers for a robots.txt that fails: with the newest good copy,
// or with the failure in one line of text. A crawler that gets neither file nor
// a plain error stops at the whole host, or takes a page for rules.
func robotsGuard(j *judgement) (Verdict, bool) {
	r := j.rescue
	if r == nil || !r.ex.isRobots() || r.site.lastGood.Robots <= 0 || !fileFailures.Has(j.Status) ||
		r.failure != nil && r.failure.Type == "" {
		return Verdict{}, false
	}
	if _, ok := r.copy("robots-guard", j.Status); !ok {
		return Verdict{Action: Replace, Format: TinyText, Why: []string{"robots-guard: no copy"}}, true
	}
	r.site.raise(robotsGuarded, robotsPath)
	return Verdict{Action: LastGood, Status: status.OK, Why: []string{"robots-guard: " + j.Status.String() + " -> copy"}}, true
}

// successWithPage are the answers in which a login or a challenge comes.
var successWithPage = status.MustParseSet("200,202")

// judgeRobots looks into a robots.txt that is about to pass: a page in its place
// is a failure of the site, whatever its status.
func (ex *exchange) judgeRobots(j *judgement, res *http.Response) (*http.Response, error) {
	if !successWithPage.Has(j.Status) {
		return hold(res)
	}
	res, isPage, err := ex.robotsIsPage(res)
	if err != nil || !isPage || !ex.site.lastGood.RobotsHTML {
		return res, err
	}
	if _, ok := j.rescue.copy("robots-guard", j.Status); ok {
		ex.verdict = Verdict{
			Action: LastGood, Status: status.OK, Client: j.who, Step: "robots-guard",
			Why: []string{"robots-guard: HTML -> copy"},
		}
	}
	return res, nil
}

// robotsIsPage looks at the body and raises or lowers the alarm. HEAD has no
// body: it repeats what GET has shown.
func (ex *exchange) robotsIsPage(res *http.Response) (*http.Response, bool, error) {
	s := ex.site
	if ex.in.Method == http.MethodHead {
		return res, s.state.alarms.isOn(alarmOfSite{s.name, robotsPage}), nil
	}
	res, isPage, err := beginsAsPage(res)
	switch {
	case err != nil:
	case isPage:
		s.raise(robotsPage, robotsPath)
	default:
		s.lower(robotsGuarded, robotsPage, robotsRefused, robotsVanished)
	}
	return res, isPage, err
}

// beginsAsPage reads the first bytes of a body, which are not lost.
func beginsAsPage(res *http.Response) (*http.Response, bool, error) {
	if res.ContentLength == 0 || res.Body == http.NoBody {
		return res, false, nil
	}
	res, ahead := readingAhead(res)
	ctx, cancel := context.WithTimeout(res.Request.Context(), lookTime)
	defer cancel()
	if err := unlessOver(ahead.fill(ctx, lookBytes)); err != nil {
		return res, false, err
	}
	return res, lastgood.IsHTML(res.Header, ahead.held()), nil
}

// recently is how long a robots.txt that was there is missed.
const recently = 7 * 24 * time.Hour

var (
	refusedSet  = status.MustParseSet("401,403")
	vanishedSet = status.MustParseSet("404,410")
)

// watchRobots raises and lowers the alarms of a robots.txt that passes.
func (s *site) watchRobots(ex *exchange, code status.Code) {
	switch {
	case refusedSet.Has(code):
		s.raise(robotsRefused, robotsPath)
	case vanishedSet.Has(code):
		c, ok := s.state.copies.Load().Newest(ex.ask())
		if ok && time.Since(c.Validated) < recently {
			s.raise(robotsVanished, robotsPath)
		}
	case code.Is(status.NotModified):
		s.lower(robotsGuarded, robotsPage, robotsRefused, robotsVanished)
	}
}
