package audit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/robots"
)

// RobotsLine is one line of a robots.txt, and what becomes of it.
type RobotsLine struct {
	Line     int         `json:"line"` // from 1
	Text     string      `json:"text"`
	Value    string      `json:"value"` // as it is read
	Kind     robots.Kind `json:"kind"`
	Agents   []string    `json:"agents"`   // that its group is for
	URLs     int         `json:"urls"`     // known addresses that it decides for Googlebot
	Disputed int         `json:"disputed"` // of those, that another reader decides otherwise
	Checks   []string    `json:"checks"`   // that found something in it
}

const (
	maxRobotsLines = 500    // that a report shows of one file
	robotsLineText = 300    // bytes
	maxDecided     = 20_000 // addresses that rules are counted on
	maxDisputed    = 2000   // that the other reader is asked about
)

// robotsLines reads a file line by line; empty lines are left out. It also says
// how many lines there are.
func robotsLines(file *crawl.Robots, site *crawl.Site) (lines []RobotsLine, total int) {
	lines = []RobotsLine{}
	parsed := file.Answer.File()
	groups := parsed.Groups()
	at := map[int]int{} // index by number
	for line := range parsed.Lines() {
		if line.Kind == robots.Blank {
			continue
		}
		if total++; len(lines) >= maxRobotsLines {
			continue
		}
		at[line.Number] = len(lines)
		lines = append(lines, RobotsLine{
			Line: line.Number, Text: cutLine(line.Text), Value: cutLine(line.Value), Kind: line.Kind,
			Agents: agentsAt(groups, line), Checks: []string{},
		})
	}
	if len(groups) > 0 {
		countDecided(lines, at, file, site)
	}
	return lines, total
}

func cutLine(s string) string {
	return strings.ToValidUTF8(s[:min(len(s), robotsLineText)], "�")
}

// agentsAt names those that a rule is for: of the last group that begins before
// it.
func agentsAt(groups []robots.Group, line robots.Line) []string {
	if !line.Kind.IsRule() && line.Kind != robots.CrawlDelay {
		return []string{}
	}
	for _, g := range slices.Backward(groups) {
		if g.Line <= line.Number {
			return nonNil(g.Agents)
		}
	}
	return []string{}
}

// countDecided counts for each line the addresses that it decides.
func countDecided(lines []RobotsLine, at map[int]int, file *crawl.Robots, site *crawl.Site) {
	second := robots.NewSecondReader(file.Answer, file.Body)
	decided, disputed := 0, 0
	for r := range site.All() {
		if r.Address.Origin() != file.Origin {
			continue
		}
		if decided++; decided > maxDecided {
			return
		}
		url := robots.Encode(r.Address.Raw)
		i, known := at[file.Answer.Decide("Googlebot", url).Rule.Line]
		if !known {
			continue
		}
		lines[i].URLs++
		if disputed++; disputed <= maxDisputed && second.Opinion("Googlebot", url).Disagrees {
			lines[i].Disputed++
		}
	}
}

// citeRobots notes beside each line which checks found something in it.
func citeRobots(files []RobotsInfo, findings []Finding) {
	for _, f := range findings {
		if f.Group != "F" {
			continue
		}
		for i := range files {
			if strings.HasPrefix(f.URL, strings.TrimSuffix(files[i].URL, "robots.txt")) {
				cite(files[i].Lines, f)
			}
		}
	}
}

func cite(lines []RobotsLine, f Finding) {
	for i := range lines {
		l := &lines[i]
		named := strings.HasPrefix(f.Message, fmt.Sprintf("line %d: ", l.Line)) || l.Kind.IsRule() && strings.Contains(f.Message, l.Text)
		if named && !slices.Contains(l.Checks, f.ID) {
			l.Checks = append(l.Checks, f.ID)
		}
	}
}
