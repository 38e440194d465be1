package cure

import (
	"encoding/csv"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
	edge "github.com/seed-3913a1bb/signpost/handlers/rule"
	"github.com/seed-3913a1bb/signpost/status"
)

// Words in place of a value that each finding has its own.
const (
	foundTarget = "(target)"
	foundPlace  = "(place)"
	foundOrigin = "(origin)"
)

// found are the values behind those words, as lists or words of YAML.
var found = map[string]func(*audit.Finding) string{
	foundTarget: func(f *audit.Finding) string {
		if f.FinalURL == nil {
			return "[]"
		}
		path, _ := exactPath(*f.FinalURL)
		return "[" + quoted(path) + "]"
	},
	foundPlace: func(f *audit.Finding) string {
		var w when
		fillPlace(f, &w)
		return "[" + quoted(strings.TrimSpace(joined(w.Path))) + "]"
	},
	foundOrigin: func(f *audit.Finding) string {
		_, origin := split(f.URL)
		return quoted(strings.Replace(origin, "http://", "https://", 1))
	},
}

// move is a row of the list of moved addresses.
type move struct {
	from, to string
	status   int // of the answer at from
	reason   string
}

// list notes the rows of a list that a finding asks for. The lists belong to
// one site: that of the first seed.
func (p *Plan) list(row *row, f *audit.Finding, out *Outcome, known *atlas) {
	if row.list == "" {
		return
	}
	out.Key = string(row.list)
	if out.Host != known.host {
		out.Why = "lists are written for " + known.host + " alone"
		return
	}
	switch row.list {
	case gone:
		p.removed(f.URL)
	case moved:
		p.moved(f, out, known)
	}
}

func (p *Plan) removed(address string) {
	if path, ok := exactPath(address); ok && path != "/" && !slices.Contains(p.gone, path) {
		p.gone = append(p.gone, path)
	}
}

// moved finds for the addresses of a finding where they lead at last, or which
// known address is nearest.
func (p *Plan) moved(f *audit.Finding, out *Outcome, known *atlas) {
	addresses := []string{f.URL}
	switch {
	case f.ID == "redirect-to-home-mass":
		addresses = f.Examples
	case f.FinalURL != nil && f.StatusFinal != nil && status.Code(*f.StatusFinal).IsError():
		addresses = []string{*f.FinalURL} // what the redirect leads to is missing
	}
	listed := 0
	for _, address := range addresses {
		to := known.nearest(address)
		if f.FinalURL != nil && *f.FinalURL != f.URL && f.StatusFinal != nil && status.Code(*f.StatusFinal).IsSuccess() && len(addresses) == 1 {
			to = known.path(*f.FinalURL)
		}
		m := move{from: known.path(address), to: to, status: int(codeOf(f)), reason: f.ID}
		if p.lists(m, known) {
			listed++
		} else if f.ID == "redirect-to-home-mass" {
			p.removed(address)
		}
	}
	if listed == 0 {
		out.Why = "no known address is near enough"
	}
}

// mostPerTarget is how many addresses the edge lets move to one.
const mostPerTarget = 5

// lists adds a row, unless the edge would refuse the list with it.
func (p *Plan) lists(m move, known *atlas) bool {
	toSame := 0
	for _, other := range p.moves {
		if other.from == m.from || other.from == m.to || other.to == m.from {
			return false
		}
		if other.to == m.to {
			toSame++
		}
	}
	if m.from == "" || m.to == "" || toSame >= mostPerTarget || len(p.moves) >= mostMoves {
		return false
	}
	if _, err := edge.ReadMoved(strings.NewReader(movesCSV([]move{m})), edge.MovedOptions{Hosts: []string{known.host}}); err != nil {
		return false
	}
	p.moves = append(p.moves, m)
	return true
}

// mostMoves is how many rows are written; each is compared with all others.
const mostMoves = 5000

// movesCSV is the list of moved addresses in the form that the edge reads.
func movesCSV(all []move) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"from", "to", "status", "reason"})
	for _, m := range all {
		_ = w.Write([]string{m.from, m.to, strconv.Itoa(m.status), m.reason})
	}
	w.Flush()
	return b.String()
}
