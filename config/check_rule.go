package config

import (
	"fmt"
	"strings"

	"github.com/seed-3913a1bb/signpost/status"
)

func (c *checker) rules(at string, s *Site) {
	c.unique("rules of the site", len(s.Rules), func(i int) (string, string) {
		return fmt.Sprintf("%s.rules[%d].name", at, i), s.Rules[i].Name
	})
	for i := range s.Rules {
		path := fmt.Sprintf("%s.rules[%d]", at, i)
		c.when(path+".when", &s.Rules[i].When)
		c.then(path, &s.Rules[i], s)
	}
}

const agentReason = "people and crawlers must get the same answer; one that depends on the agent is cloaking"

// tellsAgent reports a header that says which program asks.
func tellsAgent(name string) bool {
	lower := strings.ToLower(strings.TrimSpace(name))
	return lower == "user-agent" || strings.HasPrefix(lower, "sec-ch-ua")
}

func (c *checker) when(at string, w *When) {
	for name := range w.RequestHeader {
		path := at + ".request_header." + name
		switch {
		case tellsAgent(name):
			c.reportKey(path, agentReason, "a rule cannot depend on %s", name)
		case !isToken(name):
			c.reportKey(path, "names are written X-Lock-Owner", "%q is no name of a header", name)
		}
	}
	for name := range w.ResponseHeader {
		if !isToken(name) {
			c.reportKey(at+".response_header."+name, "names are written X-Lock-Owner", "%q is no name of a header", name)
		}
	}
	for i := range w.Any {
		c.when(fmt.Sprintf("%s.any[%d]", at, i), &w.Any[i])
	}
}

func (c *checker) then(at string, r *Rule, s *Site) {
	t := &r.Then
	then := at + ".then"
	decisions := 0
	for _, on := range []bool{t.Pass, t.Page != "", t.Send.Valid(), t.Serve != "", t.Problem != ""} {
		if on {
			decisions++
		}
	}
	if decisions != 1 && !c.faulty(then) && c.said(then) {
		c.report(then, "use one of pass, page, send, serve and problem", "a rule decides one thing, this one decides %d", decisions)
	}
	if t.Page != "" && !isPage(t.Page, rulePages()) {
		c.report(then+".page", pageHint(t.Page, rulePages()), "there is no page %q", t.Page)
	}
	if t.Send.Valid() {
		c.send(then+".send", t.Send.Code, r.When.Status, s)
	}
	if t.Page != "" && !r.When.Status.Empty() {
		c.pageOnSuccess(then+".page", r.When.Status)
	}
	if t.Serve == "last-good" && s.LastGood.IfError == 0 {
		c.doubt(then+".serve", "set last_good.if_error, for example to 24h", "no copies are kept, so there is none to serve")
	}
}

// send refuses what would turn an error into success, or a passing failure
// into one that search engines take for final.
func (c *checker) send(path string, to status.Code, from StatusSet, s *Site) {
	switch {
	case to.IsRedirection():
		c.report(path, "real moves, address by address, stand in the file that `moved` names", "an error sent as %s leads everybody to one page and is a soft 404 to search engines", to)
		return
	case !to.IsError():
		c.report(path, "send a status from 400 to 599", "an error sent as %s would be kept by caches and indexed by search engines", to)
		return
	}
	for _, code := range from.Codes() {
		switch {
		case code.IsServerError() && to.IsClientError() && !s.Status.ConfirmDeindex:
			c.report(path, deindexHint, "%s would turn from a passing failure into %s", code, to)
			return
		case conflicts.Has(code) && conflicts.Has(to) && !code.Is(to):
			c.report(path, "409, 412, 423 and 428 are never turned into one another", "programs do different things after %s and %s", code, to)
			return
		}
	}
	if from.Empty() && to.IsClientError() && !s.Status.ConfirmDeindex {
		c.report(path, "name the statuses in `when`: "+deindexHint, "without a status in `when`, 5xx would turn into %s too", to)
	}
}

func (c *checker) pageOnSuccess(path string, from StatusSet) {
	for _, code := range from.Codes() {
		if !code.IsError() {
			c.report(path, "say which error it is: then: { send: 404 }", "an error page with the status %s would be indexed", code)
			return
		}
	}
}
