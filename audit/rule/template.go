package rule

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// shapes say what a segment of a path looks like. The first match counts.
var shapes = []struct {
	pattern *regexp.Regexp
	name    string
}{
	{regexp.MustCompile(`(?i)^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`), "{uuid}"},
	{regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`), "{date}"},
	{regexp.MustCompile(`^\d+$`), "{n}"},
	{regexp.MustCompile(`^[0-9a-f]{8,}$`), "{hex}"},
	{regexp.MustCompile(`^[A-Za-z0-9_-]{16,}$`), "{token}"},
	{regexp.MustCompile(`^\D.*-\d+$`), "{slug}-{n}"},
}

var (
	hasDigit  = regexp.MustCompile(`\d`)
	hasUpper  = regexp.MustCompile(`[A-Z]`)
	hasLower  = regexp.MustCompile(`[a-z]`)
	year      = regexp.MustCompile(`^\d{4}$`)
	twoDigits = regexp.MustCompile(`^\d{1,2}$`)
	extension = regexp.MustCompile(`\.[A-Za-z][A-Za-z0-9]{0,7}$`)
)

// Template is the shape of an address: its path with numbers, dates and tokens
// replaced by their kind, and the sorted names of its query. It depends on the
// address alone.
func Template(a crawl.Address) string {
	path, query, _ := strings.Cut(a.PathQuery(), "?")
	return PathTemplate(path) + queryNames(query)
}

// PathTemplate is the template of a path.
func PathTemplate(path string) string {
	segments := strings.Split(path, "/")
	for i := 0; i < len(segments); i++ {
		if i+2 < len(segments) && year.MatchString(segments[i]) && twoDigits.MatchString(segments[i+1]) && twoDigits.MatchString(segments[i+2]) {
			segments = slices.Replace(segments, i, i+3, "{date}")
			continue
		}
		segments[i] = segmentShape(segments[i])
	}
	return strings.Join(segments, "/")
}

func segmentShape(segment string) string {
	if segment == "" {
		return ""
	}
	plain, err := url.PathUnescape(segment)
	if err != nil {
		plain = segment
	}
	ext := extension.FindString(plain)
	stem := strings.TrimSuffix(plain, ext)
	for _, s := range shapes {
		if s.pattern.MatchString(stem) && fits(s.name, stem) {
			return s.name + ext
		}
	}
	return segment
}

// fits holds what a pattern alone cannot say.
func fits(name, stem string) bool {
	switch name {
	case "{hex}":
		return hasDigit.MatchString(stem)
	case "{token}":
		return hasDigit.MatchString(stem) && hasUpper.MatchString(stem) && hasLower.MatchString(stem)
	}
	return true
}

func queryNames(query string) string {
	if query == "" {
		return ""
	}
	var names []string
	for pair := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(pair, "=")
		names = append(names, name)
	}
	slices.Sort(names)
	return "?" + strings.Join(slices.Compact(names), "&")
}
