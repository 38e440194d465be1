package rule

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
)

// Moved knows where addresses of a site have moved to. The nil Moved knows
// none. It is immutable and safe for concurrent use.
type Moved struct {
	targets map[string]string // by address: normalised path, perhaps with "?" and a query
	queries bool              // some address has a query
}

// MovedOptions say what is known of the site whose moves are read.
type MovedOptions struct {
	Hosts        []string // of the site, in lower case: absolute addresses of these are its own
	MaxPerTarget int      // addresses that may move to one target; default 5
}

// defaultPerTarget lets the spellings of one page move together (/a, /a/,
// /a.html, …) and a few pages become one. More than that is a way to send dead
// addresses to some page, which search engines count as a soft 404.
const defaultPerTarget = 5

// ReadMoved reads a CSV file with the columns from and to; more columns, empty
// lines, lines that begin with "#" and a first line that names the columns are
// left out. from is a path of the site, perhaps with a query; to is one, or an
// absolute http or https URL. The list is read as a stream within fixed bounds.
// The error joins every mistake, each a [*LineMistake]: besides what cannot be
// read, what is no real move: an address that moves to itself, in a circle or
// on to another that moved, one that is listed twice, many that move to one
// target, any that moves to the home page.
func ReadMoved(r io.Reader, o MovedOptions) (*Moved, error) {
	m := &moves{options: o, at: map[string]int{}, Moved: Moved{targets: map[string]string{}}}
	if m.options.MaxPerTarget == 0 {
		m.options.MaxPerTarget = defaultPerTarget
	}
	m.read(r)
	m.checkChains()
	m.checkTargets()
	if err := m.err(); err != nil {
		return nil, err
	}
	return &m.Moved, nil
}

// moves is a list on its way to become a Moved.
type moves struct {
	Moved
	lineReport
	options MovedOptions
	order   []string       // addresses, as they are listed
	at      map[string]int // their lines
}

func (m *moves) read(r io.Reader) {
	rows := csv.NewReader(skipMark(newBounded(r)))
	rows.FieldsPerRecord, rows.ReuseRecord, rows.Comment, rows.TrimLeadingSpace = -1, true, '#', true
	for first := true; ; first = false {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			m.unreadable(err, len(m.order)+1)
			return
		}
		line, _ := rows.FieldPos(0)
		if first && isHeading(row) {
			continue
		}
		if len(m.order) == maxAddresses {
			m.add(line, "", "more than %d addresses", maxAddresses)
			return
		}
		m.row(line, row)
	}
}

func (l *lineReport) unreadable(err error, line int) {
	if wrong, ok := errors.AsType[*csv.ParseError](err); ok {
		l.add(wrong.Line, "write quotation marks inside a quoted address twice", "cannot be read: %v", wrong.Err)
		return
	}
	l.add(line, "", "cannot be read: %v", err)
}

func isHeading(row []string) bool {
	return len(row) > 1 && strings.EqualFold(trim(row[0]), "from") && strings.EqualFold(trim(row[1]), "to")
}

func trim(s string) string { return strings.Trim(s, " \t\r") }

// row adds one move.
func (m *moves) row(line int, row []string) {
	if len(row) < 2 {
		m.add(line, "write from,to", "one column, and two are needed")
		return
	}
	from, why := m.source(trim(row[0]))
	to, whyNot := m.target(trim(row[1]))
	switch {
	case why != nil:
		m.add(line, why.hint, "from: %s", why.text)
		return
	case whyNot != nil:
		m.add(line, whyNot.hint, "to: %s", whyNot.text)
		return
	}
	if earlier, twice := m.at[from]; twice {
		m.add(line, "keep one of the two", "%s is listed in line %d already", from, earlier)
		return
	}
	from = strings.Clone(from)
	m.order = append(m.order, from)
	m.at[from] = line
	m.targets[from] = to
	m.queries = m.queries || strings.Contains(from, "?")
}

// checkChains wants every move to reach its end at once.
func (m *moves) checkChains() {
	for _, from := range m.order {
		next, ok := m.next(m.targets[from])
		switch {
		case !ok:
		case next == from:
			m.add(m.at[from], "", "%s moves to itself", from)
		case m.returns(from, next):
			m.add(m.at[from], "", "%s moves in a circle", from)
		default:
			m.add(m.at[from], "name the last target at once", "%s moves to %s, which moves on (line %d)", from, next, m.at[next])
		}
	}
}

// returns reports that the way leads back to where it began.
func (m *moves) returns(from, next string) bool {
	const far = 10 // a longer circle is told as a chain
	for range far {
		following, ok := m.next(m.targets[next])
		if !ok {
			return false
		}
		if following == from {
			return true
		}
		next = following
	}
	return false
}

// next returns the listed address that a target would be answered by.
func (m *moves) next(target string) (string, bool) {
	path, query, own := m.ownAddress(target)
	if !own {
		return "", false
	}
	return m.find(path, query)
}

func (m *moves) checkTargets() {
	sources := map[string][]string{}
	for _, from := range m.order {
		page := m.page(m.targets[from])
		sources[page] = append(sources[page], from)
	}
	for _, from := range m.order {
		page := m.page(m.targets[from])
		if all := sources[page]; len(all) > m.options.MaxPerTarget && all[0] == from {
			m.add(m.at[from], "list them as gone, or name the page that replaced each",
				"%d addresses move to %s, at most %d may: search engines count such moves as soft 404s",
				len(all), page, m.options.MaxPerTarget)
		}
	}
}

// page is a target without what is written behind #.
func (m *moves) page(target string) string {
	path, query, own := m.ownAddress(target)
	switch {
	case !own:
		page, _, _ := strings.Cut(target, "#")
		return page
	case query != "":
		return path + "?" + query
	}
	return path
}

// find returns the address that answers for a path and a query.
func (m *Moved) find(path, query string) (string, bool) {
	if m.queries && query != "" {
		if from := path + "?" + query; m.targets[from] != "" {
			return from, true
		}
	}
	_, ok := m.targets[path]
	return path, ok
}

// Len is the number of moves.
func (m *Moved) Len() int {
	if m == nil {
		return 0
	}
	return len(m.targets)
}

// Target returns where an address has moved to, ready for a Location field. The
// path is the one requested, still escaped, and the query is raw. An address
// that is listed with its query goes before one without; what is listed without
// a query moves with whatever query it is asked with, which goes along unless
// the target has one.
func (m *Moved) Target(path, query string) (string, bool) {
	if m.Len() == 0 {
		return "", false
	}
	from, ok := m.find(NormalizePath(path), query)
	if !ok {
		return "", false
	}
	to := m.targets[from]
	if query == "" || strings.Contains(from, "?") || strings.Contains(to, "?") || !isQuery(query) {
		return to, true
	}
	place, fragment, marked := strings.Cut(to, "#")
	to = place + "?" + query
	if marked {
		to += "#" + fragment
	}
	return to, true
}

// isQuery refuses bytes that no address may hold.
func isQuery(raw string) bool {
	return !strings.ContainsFunc(raw, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("\"<>#\\", r) })
}

// skipMark leaves out a byte order mark, which spreadsheets write.
func skipMark(r io.Reader) io.Reader {
	start := make([]byte, 3)
	n, err := io.ReadFull(r, start)
	start = bytes.TrimPrefix(start[:n], []byte("\ufeff"))
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return io.MultiReader(bytes.NewReader(start), failing{err})
	}
	return io.MultiReader(bytes.NewReader(start), r)
}

// failing is the end of a list that could not be read.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
