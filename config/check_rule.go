package config

import (
	"fmt"
	"strings"

	"github.com/seed-3913a1bb/signpost/handlers/rule"
	"github.com/seed-3913a1bb/signpost/status"
)

const agentReason = "people and crawlers must get the same answer; one that depends on the agent is cloaking"

// tellsAgent reports a header that says which program asks.
func tellsAgent(name string) bool {
	lower := strings.ToLower(strings.TrimSpace(name))
	return lower == "user-agent" || strings.HasPrefix(lower, "sec-ch-ua")
}

// rules lets package rule judge the rules of a site that could be read.
func (c *checker) rules(at string, s *Site) {
	_, err := s.ruleOptions().Compile(s.ruleList())
	for _, m := range rule.Mistakes(err) {
		path := fmt.Sprintf("%s.rules[%d]", at, m.Index)
		if !c.unread(path) {
			c.room(path+"."+m.Key, m.Text, m.Hint)
		}
	}
	for i := range s.Rules {
		for _, from := range s.Rules[i].When.Status.Codes() {
			if text := notInterchangeable(from, s.Rules[i].Then.Send.Code); text != "" {
				c.room(fmt.Sprintf("%s.rules[%d].then.send", at, i), text, conflictsHint)
				break
			}
		}
		if s.Rules[i].Then.Serve != "" && s.LastGood.IfError == 0 {
			c.doubt(fmt.Sprintf("%s.rules[%d].then.serve", at, i), "set last_good.if_error, for example to 24h",
				"no copies are kept, so there is none to serve")
		}
	}
}

// statusMap lets package rule judge status.map.
func (c *checker) statusMap(at string, s *Site) {
	_, err := s.statusMap()
	for _, m := range rule.Mistakes(err) {
		c.room(at+"."+m.Key, m.Text, m.Hint)
	}
	for _, p := range s.Status.Map.Pairs {
		for _, from := range p.From.Codes() {
			if text := notInterchangeable(from, p.To.Code); text != "" {
				c.room(at+".status.map."+p.Key, text, conflictsHint)
				break
			}
		}
	}
}

// conflicts are the statuses that are never turned into one another: each
// makes programs do something else.
var conflicts = status.MustParseSet("409,412,423,428")

const conflictsHint = "409, 412, 423 and 428 are never turned into one another"

func notInterchangeable(from, to status.Code) string {
	if conflicts.Has(from) && conflicts.Has(to) && !from.Is(to) {
		return fmt.Sprintf("programs do different things after %s and %s", from, to)
	}
	return ""
}

// room reports a mistake that a room found, at its key or the nearest one
// around it that stands in the file.
func (c *checker) room(path, text, hint string) {
	if hint == "" {
		hint = "take it out, or see docs/configuration.md"
	}
	path = c.known(path)
	if strings.Contains(path, "_header.") {
		c.reportKey(path, hint, "%s", text)
		return
	}
	c.report(path, hint, "%s", text)
}

// known is the path, or the nearest one around it that stands in the file.
func (c *checker) known(path string) string {
	for {
		if o := c.originOf(path); o != (Origin{}) && o.Kind != FromDefault {
			return path
		}
		at := strings.LastIndexAny(path, ".[")
		if at < 0 {
			return path
		}
		path = path[:at]
	}
}

// unread reports that decoding found a mistake at the path or below it: what is
// left of the value is not what the owner wrote.
func (c *checker) unread(path string) bool {
	for _, m := range c.decoded {
		if m.Path == path || strings.HasPrefix(m.Path, path+".") || strings.HasPrefix(m.Path, path+"[") {
			return true
		}
	}
	return false
}
