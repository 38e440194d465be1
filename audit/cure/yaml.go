package cure

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/seed-3913a1bb/signpost/audit"
)

const (
	siteIndent = "    "
	ruleIndent = "      "
	fewShown   = 3 // findings behind one entry that are named
)

// YAML is the configuration: complete, so that the edge can check and serve it,
// with one site a host.
func (p *Plan) YAML() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# made by signpost %s from run %s\n", oneLine(p.version), oneLine(p.run))
	b.WriteString("# Serve it as it is, or move the keys of a site into yours. Your own rules stay before these: the first match wins.\n")
	b.WriteString("# What is commented out waits for your decision; signpost-fixes.md tells why.\n")
	b.WriteString("version: 1\nsites:\n")
	for _, h := range p.hosts {
		fmt.Fprintf(&b, "  - host: %s\n", quoted(h.name))
		b.WriteString(siteIndent + "# the address that was audited; behind the edge, name your site's own server here\n")
		fmt.Fprintf(&b, "%supstream: %s\n", siteIndent, quoted(h.upstream))
		p.writeSettings(&b, h)
		p.writeRules(&b, h)
	}
	return []byte(b.String())
}

// writeSettings writes the keys of a site, those of one block together, then
// those that are off.
func (p *Plan) writeSettings(b *strings.Builder, h *host) {
	for _, state := range []Written{Live, Comment} {
		done := map[string]bool{}
		for _, it := range h.items {
			top, _, _ := strings.Cut(it.key, ".")
			if it.rule != nil || it.state != state || done[top] {
				continue
			}
			done[top] = true
			block := h.block(top, state)
			prefix := ""
			if state == Comment {
				prefix = "# "
			}
			p.explain(b, siteIndent, block...)
			fmt.Fprintf(b, "%s%s%s: %s\n", siteIndent, prefix, top, valueOf(block))
		}
	}
	if h.name == p.main {
		p.writeLists(b)
	}
}

// block are the settings of a site below one key.
func (h *host) block(top string, state Written) (out []*item) {
	for _, it := range h.items {
		if name, _, _ := strings.Cut(it.key, "."); it.rule == nil && it.state == state && name == top {
			out = append(out, it)
		}
	}
	return out
}

// valueOf joins the settings below one key into its value. Lists of several
// findings become one.
func valueOf(block []*item) string {
	if _, _, nested := strings.Cut(block[0].key, "."); nested {
		var pairs []string
		for _, it := range block {
			_, key, _ := strings.Cut(it.key, ".")
			pairs = append(pairs, key+": "+it.value)
		}
		return "{ " + strings.Join(pairs, ", ") + " }"
	}
	if !strings.HasPrefix(block[0].value, "[") {
		return block[0].value
	}
	var members []string
	for _, it := range block {
		members = append(members, strings.Trim(it.value, "[]"))
	}
	return "[" + strings.Join(members, ", ") + "]"
}

func (p *Plan) writeLists(b *strings.Builder) {
	if len(p.moves) > 0 {
		fmt.Fprintf(b, "%s# off, needs a decision: %d rows, see which are right\n%s# moved: ./%s\n", siteIndent, len(p.moves), siteIndent, MovedName)
	}
	if len(p.gone) > 0 {
		fmt.Fprintf(b, "%s# off, needs a decision: %d addresses\n%s# gone: ./%s\n", siteIndent, len(p.gone), siteIndent, GoneName)
	}
}

// writeRules writes the rules of a site; those that are off are comments behind
// the live ones.
func (p *Plan) writeRules(b *strings.Builder, h *host) {
	headed := false
	for _, it := range h.items {
		if it.rule == nil {
			continue
		}
		if !headed {
			headed = true
			if it.state == Comment {
				b.WriteString(siteIndent + "# rules:\n")
			} else {
				b.WriteString(siteIndent + "rules:\n")
			}
		}
		p.explain(b, ruleIndent, it)
		prefix := ""
		if it.state == Comment {
			prefix = "# "
		}
		for i, line := range it.rule.lines() {
			bullet := map[bool]string{true: "- ", false: "  "}[i == 0]
			b.WriteString(ruleIndent + prefix + bullet + line + "\n")
		}
	}
}

// lines is a rule as YAML.
func (r *ruleText) lines() []string {
	raw, err := yaml.Marshal(r)
	if err != nil { // texts and lists of texts can always be written
		panic("cure: write rule: " + err.Error())
	}
	return strings.Split(strings.TrimRight(string(raw), "\n"), "\n")
}

// explain tells in comments which findings asked for an entry, and when to look
// again.
func (p *Plan) explain(b *strings.Builder, indent string, entry ...*item) {
	if entry[0].state == Comment {
		fmt.Fprintf(b, "%s# off, needs a decision: %s\n", indent, oneLine(entry[0].why))
	}
	var findings []*audit.Finding
	for _, it := range entry {
		for _, f := range it.findings {
			if !slices.Contains(findings, f) {
				findings = append(findings, f)
			}
		}
	}
	fmt.Fprintf(b, "%s# because: %s\n", indent, clipped(oneLine(findings[0].Message), 200))
	for _, f := range findings[:min(len(findings), fewShown)] {
		fmt.Fprintf(b, "%s# finding: %s %s (%s)   check again after: %s\n", indent, oneLine(f.ID), oneLine(f.Fingerprint), oneLine(string(f.Confidence)), p.again)
	}
	if left := len(findings) - fewShown; left > 0 {
		fmt.Fprintf(b, "%s# and %d more, see %s\n", indent, left, FixesName)
	}
}

// quoted is a text between quotation marks, which YAML reads as JSON does.
func quoted(text string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(oneLine(text))
	return strings.TrimSpace(b.String())
}
