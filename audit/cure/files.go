package cure

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
)

// Names of the files beside the configuration.
const (
	FixesName  = "signpost-fixes.json"    // what becomes of each finding
	MovedName  = "signpost-moved.csv"     // from, to, status, reason
	GoneName   = "signpost-gone.txt"      // addresses that are gone for good
	RoutesName = "signpost-routes.txt"    // kinds of good addresses
	KnownName  = "signpost-known404.json" // sketches of pages that say "not found" with success
	PageName   = "signpost-fixes.md"      // for people
)

// File is a file to be written.
type File struct {
	Name string
	Data []byte
}

// FileNames lists the files that Files gives for a configuration's name.
func FileNames(name string) []string {
	dir := filepath.Dir(name)
	out := []string{name}
	for _, beside := range []string{FixesName, MovedName, GoneName, RoutesName, KnownName, PageName} {
		out = append(out, filepath.Join(dir, beside))
	}
	return out
}

// Files gives the configuration under its name, and all that stands beside it
// in its folder.
func (p *Plan) Files(name string) []File {
	data := [][]byte{p.YAML(), p.JSON(), []byte(movesCSV(p.moves)), p.goneList(), p.routeList(), p.knownList(), p.Markdown()}
	var out []File
	for i, n := range FileNames(name) {
		out = append(out, File{n, data[i]})
	}
	return out
}

// Outcomes is what becomes of each finding, by id and address.
func (p *Plan) Outcomes() []Outcome { return p.outcomes }

// JSON lists what becomes of each finding.
func (p *Plan) JSON() []byte {
	all := p.outcomes
	if all == nil {
		all = []Outcome{}
	}
	return indented(struct {
		SchemaVersion int       `json:"schema_version"`
		Run           string    `json:"run"`
		CheckAgain    string    `json:"check_again_after"`
		Findings      []Outcome `json:"findings"`
	}{1, p.run, p.again, all})
}

func (p *Plan) knownList() []byte { return indented(p.known) }

// indented writes what can always be written: texts and numbers.
func indented(v any) []byte {
	raw, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		panic("cure: write JSON: " + err.Error())
	}
	return append(raw, '\n')
}

func (p *Plan) goneList() []byte {
	return textList("addresses that are gone for good, one a line: 410 where the site answers 404", p.gone)
}

func (p *Plan) routeList() []byte {
	return textList("kinds of addresses that answered 200", p.routes)
}

func textList(what string, lines []string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", what)
	for _, line := range lines {
		b.WriteString(line + "\n")
	}
	return []byte(b.String())
}
