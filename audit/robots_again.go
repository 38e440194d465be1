package audit

import (
	"context"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// robotsAgents are those who ask for a robots.txt once more.
var robotsAgents = []struct{ name, agent string }{{}, {"a browser", browserAgent}, {"Googlebot", searchLikeAgent}}

// robotsRounds is how often they ask when their first answers differ.
const robotsRounds = 3

// robotsLooks asks for each robots.txt again, plainly and by other names. Where
// all get the same, one round is enough.
func (t *tester) robotsLooks(ctx context.Context, site *crawl.Site) map[string][]rule.RobotsLook {
	out := map[string][]rule.RobotsLook{}
	for _, file := range site.Robots {
		if file.Last().Reason != "" || file.Unreachable() || ctx.Err() != nil {
			continue
		}
		if len(out) >= maxRepresentatives || t.budget < len(robotsAgents) || t.refused.Load() {
			t.leave([]string{"robots-flap"}, noBudget, 1)
			continue
		}
		out[file.Origin] = t.robotsRounds(ctx, file)
	}
	return out
}

func (t *tester) robotsRounds(ctx context.Context, file *crawl.Robots) (looks []rule.RobotsLook) {
	alike := true
	was := rule.RobotsMeaning(file.Body)
	for range robotsRounds {
		for _, who := range robotsAgents {
			x, _ := t.asker.Ask(ctx, crawl.Question{Address: file.Last().Address, UserAgent: who.agent})
			t.mind(x)
			t.budget--
			look := rule.RobotsLook{Agent: who.name, Exchange: x, Meaning: rule.RobotsMeaning(x.Body)}
			if x.Cut {
				look.Meaning = was // too long to be compared
			}
			x.Body = nil
			alike = alike && x.Status.Class() == file.Last().Status.Class() && (look.Meaning == was || !x.Status.IsSuccess())
			looks = append(looks, look)
		}
		if alike || t.refused.Load() {
			break
		}
	}
	return looks
}

// robotsTwins are the files of the names that were tried beside the site's own.
func (t *tester) robotsTwins(ctx context.Context, site *crawl.Site, trials []rule.Trial, of func(context.Context, crawl.Address) *crawl.Robots) []*crawl.Robots {
	known := map[string]bool{}
	for _, file := range site.Robots {
		known[file.Origin] = true
	}
	var out []*crawl.Robots
	for _, one := range trials {
		twin := one.Kind == rule.TrialHTTP || one.Kind == rule.TrialTwin
		if twin && one.First().Answered() && !known[one.Asked.Origin()] {
			known[one.Asked.Origin()] = true
			out = append(out, of(ctx, one.Asked))
		}
	}
	return out
}
