package problem

import (
	"slices"
	"strings"
)

// The tables, made ready once; read-only.
var (
	vendorMatchers = compileVendors(vendorRules)
	tokenMatchers  = compileTokens(tokenRules)
	textMatcher    = compileTexts(textRules)
)

type vendorMatcher struct {
	vendorRule
	members []memberTest
	without []string
	code    codePattern
	phrase  phrase
}

// memberTest asks for a member at a path, with one of some values if given.
type memberTest struct {
	path   []string
	values []string
}

func compileVendors(rules []vendorRule) []vendorMatcher {
	matchers := make([]vendorMatcher, len(rules))
	for i, rule := range rules {
		m := vendorMatcher{vendorRule: rule, without: strings.Fields(rule.lacks)}
		for member := range strings.FieldsSeq(rule.has) {
			path, values, hasValue := strings.Cut(member, "=")
			t := memberTest{path: strings.Split(path, ".")}
			if hasValue {
				t.values = strings.Split(values, "|")
			}
			m.members = append(m.members, t)
		}
		if rule.token != "" {
			m.code = code(rule.token)
		}
		if rule.says != "" {
			m.phrase = say(rule.says)
		}
		matchers[i] = m
	}
	return matchers
}

// byShape asks the vendor rules.
func (r *reading) byShape() (decision, bool) {
	for i := range vendorMatchers {
		m := &vendorMatchers[i]
		if r.x.Status.IsSuccess() && !m.soft || !m.fits(r) {
			continue
		}
		return decision{cause: m.cause, confidence: ByShape, rule: m.id, waits: m.retry}, true
	}
	return decision{}, false
}

func (m *vendorMatcher) fits(r *reading) bool {
	if m.header != "" && r.x.Header.Get(m.header) == "" ||
		m.kind != "" && m.kind != r.kind ||
		m.notice != "" && m.notice != r.page.container ||
		m.title != "" && !strings.HasPrefix(r.page.title, m.title) ||
		m.media != "" && !strings.Contains(r.x.Header.Get("Content-Type"), m.media) {
		return false
	}
	if len(m.members) > 0 && !m.hasMembers(r) {
		return false
	}
	if m.token != "" && !r.hasToken(m.code) {
		return false
	}
	return m.says == "" || r.speech.tells(m.phrase) && !(m.isLoose() && r.contradicts(m.cause))
}

// isLoose reports a shape that many products share, so that the words decide.
func (m *vendorMatcher) isLoose() bool { return m.has == "message" || m.lacks == formMembers }

func (m *vendorMatcher) hasMembers(r *reading) bool {
	if len(r.tree.nodes) == 0 || r.kind == KindJSON && r.tree.nodes[0].typ != m.top {
		return false
	}
	for _, t := range m.members {
		if !t.fits(&r.tree) {
			return false
		}
	}
	return !r.tree.hasAtTop(m.without)
}

func (t memberTest) fits(tr *tree) bool {
	last := t.path[len(t.path)-1]
	for _, n := range tr.nodes {
		if n.key != last || len(t.values) > 0 && !slices.Contains(t.values, n.value) {
			continue
		}
		if tr.matches(n, t.path) {
			return true
		}
	}
	return false
}

func (r *reading) hasToken(p codePattern) bool {
	for _, t := range r.tokens {
		if p.in(strings.Split(t.text, "_")) {
			return true
		}
	}
	return false
}

type tokenMatcher struct {
	tokenRule
	codes, not []codePattern
}

func compileTokens(rules []tokenRule) []tokenMatcher {
	matchers := make([]tokenMatcher, len(rules))
	for i, rule := range rules {
		m := tokenMatcher{tokenRule: rule}
		for _, p := range rule.patterns {
			m.codes = append(m.codes, code(p))
		}
		for _, p := range rule.unless {
			m.not = append(m.not, code(p))
		}
		matchers[i] = m
	}
	return matchers
}

// byToken asks the token rules in their order.
func (r *reading) byToken() (decision, bool) {
	if len(r.tokens) == 0 {
		return decision{}, false
	}
	words := make([][]string, len(r.tokens))
	for i, t := range r.tokens {
		words[i] = strings.Split(t.text, "_")
	}
	sqlState := r.hasSQLStates()
	for i := range tokenMatchers {
		m := &tokenMatchers[i]
		for j, t := range r.tokens {
			if m.fits(words[j]) || sqlState && t.code && slices.Contains(m.sqlstate, t.text) {
				return m.decision(t.text), true
			}
		}
	}
	return decision{}, false
}

func (m *tokenMatcher) decision(text string) decision {
	d := decision{cause: m.cause, confidence: ByToken, rule: "code " + text, weak: m.weak}
	if m.waits {
		d.waits = waitHelps
	}
	return d
}

func (m *tokenMatcher) fits(words []string) bool {
	for _, p := range m.codes {
		if p.in(words) {
			return !m.excludes(words)
		}
	}
	return false
}

func (m *tokenMatcher) excludes(words []string) bool {
	for _, p := range m.not {
		if p.in(words) {
			return true
		}
	}
	return false
}

// sqlStateCompanions stand beside an SQLSTATE.
var sqlStateCompanions = map[string]bool{"details": true, "hint": true, "severity": true, "sqlstate": true}

// hasSQLStates reports the company in which five characters are an SQLSTATE.
func (r *reading) hasSQLStates() bool {
	for _, n := range r.tree.nodes {
		if sqlStateCompanions[n.key] {
			return true
		}
	}
	return false
}
