package cure

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/status"
)

// atlas holds the addresses of a site that are known to be good.
type atlas struct {
	host      string
	byDir     map[string][]string // paths, by their folder
	byCore    map[string][]string // paths, by what is left of them without case, ending and last slash
	byName    map[string][]string // likewise, by their last segment
	templates map[string]bool
}

var fine = status.MustParseSet("200")

// newAtlas reads the list of addresses of a report, which may be missing.
func newAtlas(r *audit.Report) *atlas {
	a := &atlas{byDir: map[string][]string{}, byCore: map[string][]string{}, byName: map[string][]string{}, templates: map[string]bool{}}
	a.host, _ = split(firstAddress(r))
	accused := map[string]bool{}
	for i := range r.Findings {
		accused[r.Findings[i].URL] = true
	}
	for _, row := range r.URLs {
		if row.Outcome != "ok" || !fine.Has(status.Code(row.Status)) || accused[row.URL] {
			continue
		}
		if name, _ := split(row.URL); name == a.host {
			a.add(row)
		}
	}
	return a
}

func (a *atlas) add(row audit.URLRow) {
	path := a.path(row.URL)
	if path == "" || strings.Contains(path, "?") {
		return
	}
	template, _, _ := strings.Cut(row.Template, "?")
	a.templates[template] = true
	dir, name := folder(path)
	a.byDir[dir] = append(a.byDir[dir], path)
	a.byCore[core(path)] = append(a.byCore[core(path)], path)
	a.byName[core(name)] = append(a.byName[core(name)], path)
}

// path is the path and query of an address of the site; another site's address
// stays whole.
func (a *atlas) path(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	if name, _ := split(address); name != a.host {
		return address
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	return path
}

func folder(path string) (dir, name string) {
	path = strings.TrimSuffix(path, "/")
	at := strings.LastIndexByte(path, '/') + 1
	return path[:at], path[at:]
}

var pageEnding = regexp.MustCompile(`(?:/index)?\.(?:html?|php|aspx?|jsp)$`)

// core is what a path and its usual other spellings have in common.
func core(path string) string {
	path = pageEnding.ReplaceAllString(strings.ToLower(strings.TrimSuffix(path, "/")), "")
	return strings.NewReplacer("_", "-", "%20", "-").Replace(path)
}

// mostSiblings is how many addresses of a folder are compared.
const mostSiblings = 2000

// nearest is the known address that was probably meant; empty when none is
// near, or two are equally so.
func (a *atlas) nearest(address string) string {
	path, _, _ := strings.Cut(a.path(address), "?")
	if !strings.HasPrefix(path, "/") || path == "/" {
		return ""
	}
	if same := a.byCore[core(path)]; len(same) == 1 && same[0] != path {
		return same[0]
	}
	dir, name := folder(path)
	if near := closest(name, a.byDir[dir]); near != "" {
		return near
	}
	if same := a.byName[core(name)]; len(same) == 1 && same[0] != path && len(name) > 3 {
		return same[0]
	}
	return ""
}

// closest is the one path whose last segment differs least, by few letters.
func closest(name string, paths []string) string {
	if len(paths) > mostSiblings {
		return ""
	}
	best, least, tied := "", max(1, min(4, len(name)/4))+1, false
	for _, path := range paths {
		_, other := folder(path)
		if max(len(name)-len(other), len(other)-len(name)) > least {
			continue
		}
		switch d := locale.Distance(strings.ToLower(name), strings.ToLower(other)); {
		case d < least:
			best, least, tied = path, d, false
		case d == least && best != "":
			tied = true
		}
	}
	if tied {
		return ""
	}
	return best
}

// mostRoutes bounds the kinds of good addresses that are listed.
const mostRoutes = 10000

// routes lists the kinds of good addresses as patterns.
func (a *atlas) routes() []string {
	var out []string
	for template := range a.templates {
		segments := strings.Split(template, "/")
		for i := range segments {
			segments[i] = globSegment(segments[i])
		}
		out = append(out, strings.Join(segments, "/"))
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return out[:min(len(out), mostRoutes)]
}

// known is what answers to made-up names have in common.
type known struct {
	Place  string       `json:"place"`
	Titles []string     `json:"titles"`
	Type   string       `json:"media_type"`
	Sketch audit.Sketch `json:"sketch"`
}

// sketches are those of pages that say "not found" with success.
func sketches(findings []audit.Finding) []known {
	out := []known{}
	for _, f := range sorted(findings) {
		if f.Signature == nil || !strings.HasPrefix(f.ID, "soft404-") {
			continue
		}
		one := known{f.Template, f.Signature.Titles, f.Signature.Type, f.Signature.Sketch}
		if !slices.ContainsFunc(out, func(k known) bool { return k.Place == one.Place && k.Sketch == one.Sketch }) {
			out = append(out, one)
		}
	}
	return out
}
