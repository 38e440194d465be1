package robots

import (
	"fmt"
	"strings"

	"github.com/temoto/robotstxt"
)

// Bounds for the second reader. It reads whatever it is given, copies each rule
// for each User-agent line above it, and matches stars by regular expression,
// so that a hostile file of 64 KiB would cost a second for each address.
const (
	secondBody   = 640 << 10 // bytes; more than MaxBody, so that its missing limit shows
	secondCopies = 1 << 20   // User-agent lines times rules
	secondStars  = 64 << 10  // bytes of patterns with a star or a dollar
	secondEffort = 8 << 20   // those bytes times the length of an address
)

// SecondReader asks temoto/robotstxt, an older and simpler reader that many
// programs are built on. It never decides: it shows where a file is read in
// more than one way. It is immutable and safe for concurrent use.
type SecondReader struct {
	first    *Answer
	data     *robotstxt.RobotsData // nil => rejected != "" or tooMuch
	body     string                // at most secondBody bytes
	rejected string                // why it refused the whole file
	tooMuch  bool                  // the file is beyond the bounds: never asked
	starred  int                   // bytes of patterns with a star or a dollar
}

// NewSecondReader prepares the second reader for an answer that was read, and
// the body that came with it, uncut. What it does with the status is its own.
func NewSecondReader(first *Answer, body []byte) *SecondReader {
	s := &SecondReader{first: first, body: string(body[:min(len(body), secondBody)])}
	load := loadOf(s.body)
	s.starred = load.starred
	s.tooMuch = !first.Status().Valid() || !load.bearable()
	if s.tooMuch {
		return s
	}
	data, err := secondParse(int(first.Status()), s.body)
	if err != nil {
		s.rejected = oneLine(err.Error())
		return s
	}
	s.data = data
	return s
}

// ask gives the second reader's answer for a path; ok is false when it has
// none.
func (s *SecondReader) ask(agent, path string) (allowed, ok bool) {
	if s.data == nil || s.starred*len(path) > secondEffort {
		return false, false
	}
	return secondTest(s.data, agent, path)
}

// secondParse keeps a panic of the library from reaching the caller.
func secondParse(code int, body string) (data *robotstxt.RobotsData, err error) {
	defer func() {
		if r := recover(); r != nil {
			data, err = nil, fmt.Errorf("the reader broke down: %v", r)
		}
	}()
	return robotstxt.FromStatusAndString(code, body)
}

func secondTest(data *robotstxt.RobotsData, agent, path string) (allowed, ok bool) {
	defer func() {
		if recover() != nil {
			allowed, ok = false, false
		}
	}()
	return data.TestAgent(path, agent), true
}

// load measures what a body would cost the second reader. The counts are upper
// bounds: the reader takes several rules from one line where colons are missing.
type load struct {
	agents, rules, starred int
}

func (l load) bearable() bool {
	return l.agents*l.rules <= secondCopies && l.starred <= secondStars
}

func loadOf(body string) load {
	folded := strings.ToLower(body)
	l := load{
		agents: strings.Count(folded, "agent"),
		rules:  strings.Count(folded, "allow") + strings.Count(folded, "crawl"),
	}
	for word := range strings.FieldsFuncSeq(body, isSecondSpace) {
		if strings.ContainsAny(word, "*$") {
			l.starred += len(word)
		}
	}
	return l
}

// isSecondSpace is where the second reader ends a word.
func isSecondSpace(r rune) bool { return strings.ContainsRune(" \t\v\r\n", r) }

// oneLine makes a library's error fit a sentence.
func oneLine(message string) string {
	message = strings.TrimPrefix(message, "Parse error(s):")
	first, _, _ := strings.Cut(strings.TrimSpace(message), "\n")
	return strings.ToValidUTF8(first[:min(len(first), 200)], "")
}
