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
	maxRobotsFiles = 20     // whose lines a report shows
	maxRobotsLines = 500    // of one file
	robotsLineText = 300    // bytes
	maxDecided     = 20_000 // addresses that rules are counted on
	maxDisputed    = 2000   // that the other reader is asked about
)

// robotsLines reads the first files line by line; empty lines are left out. The
// totals count all others.
func robotsLines(files []*crawl.Robots, site *crawl.Site) (lines [][]RobotsLine, totals []int) {
	deciders := map[string]*decider{}
	for i, file := range files {
		list, total, at := linesOf(file)
		lines, totals = append(lines, list), append(totals, total)
		if i < maxRobotsFiles && len(file.Answer.File().Groups()) > 0 && deciders[file.Origin] == nil {
			deciders[file.Origin] = &decider{file: file, lines: list, at: at, second: robots.NewSecondReader(file.Answer, file.Body)}
		}
		if i >= maxRobotsFiles {
			lines[i] = []RobotsLine{}
		}
	}
	countDecided(deciders, site)
	return lines, totals
}

// linesOf reads one file. At gives the index of a line by its number.
func linesOf(file *crawl.Robots) (lines []RobotsLine, total int, at map[int]int) {
	lines, at = []RobotsLine{}, map[int]int{}
	parsed := file.Answer.File()
	groups := parsed.Groups()
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
	return lines, total, at
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

// decider counts what the lines of one file decide.
type decider struct {
	file              *crawl.Robots
	lines             []RobotsLine
	at                map[int]int
	second            *robots.SecondReader
	decided, disputed int
}

// countDecided counts for each line the addresses that it decides, in one pass
// that ends when every file has had enough of them.
func countDecided(deciders map[string]*decider, site *crawl.Site) {
	open := len(deciders)
	for r := range site.All() {
		if open == 0 {
			return
		}
		d := deciders[r.Address.Origin()]
		if d == nil || d.decided >= maxDecided {
			continue
		}
		if d.count(robots.Encode(r.Address.Raw)); d.decided == maxDecided {
			open--
		}
	}
}

func (d *decider) count(url string) {
	d.decided++
	i, known := d.at[d.file.Answer.Decide("Googlebot", url).Rule.Line]
	if !known {
		return
	}
	d.lines[i].URLs++
	if d.disputed++; d.disputed <= maxDisputed && d.second.Opinion("Googlebot", url).Disagrees {
		d.lines[i].Disputed++
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
