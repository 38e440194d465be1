package robots

import (
	"iter"
	"slices"
	"time"
)

// File is a parsed robots.txt. It is immutable and safe for concurrent use; a
// nil or empty File allows everything.
//
// Two of Google's habits show in it: keys are recognised by their beginning
// (Kind), and an Allow whose last segment is index.html or index.htm also
// covers its directory, as a second, implied Rule.
type File struct {
	body     string
	groups   []Group
	named    map[string][]int // groups that name a token, lower-cased, ascending
	general  []int            // groups for everybody, ascending
	sitemaps []Line
}

// Parse reads a body. It accepts any bytes and never fails: what it does not
// understand has no effect and is reported by Lines. The body is copied. Parse
// sets no limit on the size, see Read.
func Parse(body []byte) *File {
	f := &File{body: string(body), named: map[string][]int{}}
	heading := false // the last line that counts is a User-agent line
	for raw := range scan(f.body) {
		line := readLine(raw)
		switch {
		case line.Kind == UserAgent:
			f.addAgent(line, heading)
			heading = true
		case line.Kind == Sitemap:
			f.sitemaps = append(f.sitemaps, line)
		case len(f.groups) == 0:
			// Rules before any group have no effect (RFC 9309 section 2.1).
		case line.Kind.IsRule():
			group := &f.groups[len(f.groups)-1]
			group.Rules = append(group.Rules, rulesOf(line)...)
			heading = false
		case line.Kind == CrawlDelay:
			group := &f.groups[len(f.groups)-1]
			group.CrawlDelay = max(group.CrawlDelay, delayOf(line.Value))
		}
	}
	return f
}

// addAgent puts a token into the open group, or opens one when rules stand
// between this line and the User-agent line before it.
func (f *File) addAgent(line Line, continued bool) {
	if !continued {
		f.groups = append(f.groups, Group{Line: line.Number})
	}
	at := len(f.groups) - 1
	agent := agentOf(line.Value)
	f.groups[at].Agents = append(f.groups[at].Agents, agent)
	if agent == anyAgent {
		f.general = appendOnce(f.general, at)
		return
	}
	token := lowerASCII(agent)
	f.named[token] = appendOnce(f.named[token], at)
}

func appendOnce(ascending []int, last int) []int {
	if n := len(ascending); n > 0 && ascending[n-1] == last {
		return ascending
	}
	return append(ascending, last)
}

// Lines gives every line of the body in order, understood or not. They are
// read again each time, so that a File with a million empty lines stays small.
func (f *File) Lines() iter.Seq[Line] {
	return func(yield func(Line) bool) {
		if f == nil {
			return
		}
		opened := false
		for raw := range scan(f.body) {
			line := readLine(raw)
			opened = opened || line.Kind == UserAgent
			line.Orphan = !opened && (line.Kind.IsRule() || line.Kind == CrawlDelay)
			if !yield(line) {
				return
			}
		}
	}
}

// Groups lists the groups in the order of the file, those without rules too.
// The caller must not change what the elements hold.
func (f *File) Groups() []Group {
	if f == nil {
		return nil
	}
	return slices.Clone(f.groups)
}

// Sitemaps lists the Sitemap lines in order; Value holds the address as
// written, which may be relative, repeated or no address at all.
func (f *File) Sitemaps() []Line {
	if f == nil {
		return nil
	}
	return slices.Clone(f.sitemaps)
}

// CrawlDelay is the longest delay that the groups of an agent ask for, at most
// a day; 0 means none. It belongs to no standard: Google ignores it.
func (f *File) CrawlDelay(agent string) time.Duration {
	var delay time.Duration
	chosen, _ := f.groupsFor(agent)
	for _, at := range chosen {
		delay = max(delay, f.groups[at].CrawlDelay)
	}
	return delay
}

// groupsFor finds the groups that bind an agent: those that name its token,
// compared as a whole and without case, even when they hold no rule; else those
// for everybody.
func (f *File) groupsFor(agent string) ([]int, GroupKind) {
	if f == nil {
		return nil, NoGroup
	}
	if own := f.named[lowerASCII(agent)]; own != nil {
		return own, OwnGroup
	}
	if f.general != nil {
		return f.general, GeneralGroup
	}
	return nil, NoGroup
}
