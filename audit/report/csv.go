package report

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/audit"
)

// byteOrderMark tells spreadsheets that a table is UTF-8.
const byteOrderMark = "\ufeff"

// table writes rows as RFC 4180 says, safe for spreadsheets.
func table(w io.Writer, o Options, heads string, rows func(yield func(...string))) error {
	if o.BOM {
		if _, err := io.WriteString(w, byteOrderMark); err != nil {
			return written(err)
		}
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	row := func(cells ...string) {
		for i := range cells {
			cells[i] = harmless(cells[i])
		}
		_ = out.Write(cells) // the writer keeps its first error
	}
	row(strings.Fields(heads)...)
	rows(row)
	out.Flush()
	return written(out.Error())
}

// harmless keeps a spreadsheet from taking a cell for a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// Findings writes the findings as a CSV table, one row each.
func Findings(w io.Writer, r *audit.Report, o Options) error {
	const heads = "id severity confidence state url status final_url final_status reason template sources_total source_page source_text message fix doc fingerprint first_seen"
	return table(w, o, heads, func(row func(...string)) {
		for _, f := range r.Findings {
			page, text := firstSource(f)
			row(f.ID, string(f.Severity), string(f.Confidence), string(f.State), f.URL, number(f.Status), word(f.FinalURL), number(f.StatusFinal),
				string(f.Reason), f.Template, strconv.Itoa(f.SourcesTotal), page, text, f.Message, f.Fix, first(f.Docs), f.Fingerprint,
				f.FirstSeen.Format(time.RFC3339))
		}
	})
}

// Addresses writes every address that was asked as a CSV table. The report must
// have been made with ListURLs.
func Addresses(w io.Writer, r *audit.Report, o Options) error {
	const heads = "url outcome status reason type bytes took_ms depth inlinks canonical indexable indexability_reason template in_sitemap robots etag last_modified retry_after"
	return table(w, o, heads, func(row func(...string)) {
		for _, u := range r.URLs {
			row(u.URL, u.Outcome, strconv.Itoa(u.Status), string(u.Reason), u.Type, strconv.FormatInt(u.Bytes, 10),
				strconv.FormatInt(u.Took.Milliseconds(), 10), strconv.Itoa(u.Depth), strconv.Itoa(u.Links), u.Canonical,
				strconv.FormatBool(u.NotIndexable == ""), u.NotIndexable, u.Template, strconv.FormatBool(u.Listed),
				map[bool]string{true: "disallow", false: "allow"}[u.RobotsBlocked], u.ETag, u.LastModified, u.RetryAfter)
		}
	})
}

// Redirects writes the chains of redirects as a CSV table, with spaces between
// the hops.
func Redirects(w io.Writer, r *audit.Report, o Options) error {
	return table(w, o, "from hops chain statuses to final_status sources", func(row func(...string)) {
		for _, c := range r.Redirects {
			var statuses []string
			for _, code := range c.Statuses {
				statuses = append(statuses, strconv.Itoa(code))
			}
			row(c.From, strconv.Itoa(c.Hops), strings.Join(c.Chain, " "), strings.Join(statuses, " "), c.To,
				strconv.Itoa(c.FinalStatus), strconv.Itoa(c.Sources))
		}
	})
}

func firstSource(f audit.Finding) (page, text string) {
	for _, s := range f.Sources {
		if s.Page != nil {
			return *s.Page, word(s.Text)
		}
	}
	return "", ""
}

func number(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func word(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}
