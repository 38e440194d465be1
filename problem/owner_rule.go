package problem

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/status"
)

// OwnerRule is a recogniser that the owner of a site adds: it names the cause of
// answers that no built-in rule knows. Match.Status and one of Match.Header,
// Match.JSON and Match.Text are required.
type OwnerRule struct {
	Name           string // shown by `signpost explain`
	Match          OwnerMatch
	Cause          Cause
	Message        string // JSON pointer of the sentence (RFC 6901)
	Say            string // the sentence itself, in place of Message
	CurrentVersion string // JSON pointers
	YourVersion    string
	Resource       string
	Owner          string
	Field          string
	Retryable      bool // the only way to say that sending the same bytes again can help
	Steps          []string
}

// OwnerMatch is what an answer must show. All that is set must hold.
type OwnerMatch struct {
	Status status.Set
	Method []string               // default: any; a rule for 2xx names unsafe methods
	Path   func(path string) bool // nil: any
	Header map[string]string      // field: RE2 that one of its lines matches
	JSON   map[string]string      // JSON pointer: RE2 that the value matches
	Text   string                 // RE2 over the sentence, of HTML over the visible text
}

// Limits of the owner's rules: each is tried on every error.
const (
	maxOwnerRules   = 200
	maxPattern      = 1 << 10 // bytes
	maxInstructions = 2000    // of a compiled RE2 program
)

// OwnerMistake is one thing that is wrong with a rule.
type OwnerMistake struct {
	Index int    // of the rule
	Key   string // match.status, cause, …
	Text  string
}

// Error names the rule, the key and what is wrong with it.
func (m *OwnerMistake) Error() string {
	return fmt.Sprintf("conflict rule %d: %s: %s", m.Index+1, m.Key, m.Text)
}

// Recogniser reads exchanges by the owner's rules first, and by the built-in
// ones where none of them fits. A nil Recogniser has no rules of an owner. It is
// safe for concurrent use.
type Recogniser struct{ rules []ownerRule }

// ownerRule is a rule ready to be tried.
type ownerRule struct {
	OwnerRule
	header map[string]*regexp.Regexp
	json   map[string]*regexp.Regexp
	text   *regexp.Regexp
}

// NewRecogniser compiles the rules, or reports every mistake, each as an
// *OwnerMistake.
func NewRecogniser(rules []OwnerRule) (*Recogniser, error) {
	var mistakes []error
	if len(rules) > maxOwnerRules {
		mistakes = append(mistakes, &OwnerMistake{maxOwnerRules, "rules", fmt.Sprintf("%d rules are more than %d", len(rules), maxOwnerRules)})
		rules = rules[:maxOwnerRules]
	}
	r := &Recogniser{}
	for i, rule := range rules {
		report := func(key, text string) { mistakes = append(mistakes, &OwnerMistake{i, key, text}) }
		rule.check(report)
		r.rules = append(r.rules, rule.compile(report))
	}
	if len(mistakes) > 0 {
		return nil, errors.Join(mistakes...)
	}
	return r, nil
}

func (o OwnerRule) check(report func(key, text string)) {
	m := o.Match
	if o.Name == "" {
		report("name", "is missing; `signpost explain` shows it")
	}
	if !slices.Contains(Causes(), o.Cause) {
		report("cause", fmt.Sprintf("%q is no cause; use one of %v", o.Cause, Causes()))
	}
	if m.Status.Empty() {
		report("match.status", "is missing")
	}
	if len(m.Header)+len(m.JSON) == 0 && m.Text == "" {
		report("match", "needs one of header, json and text: a status alone says nothing")
	}
	if o.Message != "" && o.Say != "" {
		report("say", "cannot stand beside message: a rule has one sentence")
	}
	if slices.ContainsFunc(m.Status.Codes(), status.Code.IsSuccess) && (len(m.Method) == 0 || slices.ContainsFunc(m.Method, isSafe)) {
		report("match.method", "a rule for 2xx names unsafe methods: a page that is read may be about conflicts")
	}
	for key, pointer := range map[string]string{
		"message": o.Message, "version.current": o.CurrentVersion, "version.yours": o.YourVersion,
		"resource": o.Resource, "owner": o.Owner, "field": o.Field,
	} {
		if pointer != "" && pointer[0] != '/' {
			report(key, fmt.Sprintf("%q is no JSON pointer: it begins with a slash", pointer))
		}
	}
	for pointer := range m.JSON {
		if pointer == "" || pointer[0] != '/' {
			report("match.json", fmt.Sprintf("%q is no JSON pointer: it begins with a slash", pointer))
		}
	}
}

func isSafe(method string) bool { return !isUnsafe(method) }

func (o OwnerRule) compile(report func(key, text string)) ownerRule {
	r := ownerRule{OwnerRule: o, header: map[string]*regexp.Regexp{}, json: map[string]*regexp.Regexp{}}
	for name, pattern := range o.Match.Header {
		r.header[name] = compilePattern("match.header", pattern, report)
	}
	for pointer, pattern := range o.Match.JSON {
		r.json[pointer] = compilePattern("match.json", pattern, report)
	}
	if o.Match.Text != "" {
		r.text = compilePattern("match.text", o.Match.Text, report)
	}
	return r
}

// compilePattern refuses programs that would make reading slow: RE2 is linear in
// the text, and proportional to the program.
func compilePattern(key, pattern string, report func(key, text string)) *regexp.Regexp {
	if len(pattern) > maxPattern {
		report(key, fmt.Sprintf("the pattern has %d bytes, %d are allowed", len(pattern), maxPattern))
		return nil
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		report(key, strings.TrimPrefix(err.Error(), "error parsing regexp: ")+" (RE2 syntax)")
		return nil
	}
	if tree, err := syntax.Parse(pattern, syntax.Perl); err == nil {
		if prog, err := syntax.Compile(tree.Simplify()); err == nil && len(prog.Inst) > maxInstructions {
			report(key, "the pattern is too large once its repetitions are written out")
		}
	}
	return re
}
