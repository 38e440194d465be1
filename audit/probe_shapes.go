package audit

import (
	"regexp"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// shapeOf plans one shape of names at one directory; the empty place: the
// directory gives no cause for it.
type shapeOf func(d *directory) place

// fullShapes are tried at each directory beside the light ones, in the order of
// their worth.
var fullShapes = []shapeOf{likeSiblings, asDirectory, belowPage, asRecord, asJSON}

// asDirectory has a slash at the end.
func asDirectory(d *directory) place {
	return place{template: d.template, dir: d.dir, shape: "%s/"}
}

// derived are the names of children that are no words: a number, a UUID, a word
// with a number.
var derived = []struct {
	kind, shape string
	name        func(string) string
	form        string
}{
	{"{n}", "%s", asNumber, "{number}"},
	{"{uuid}", "%s", asUUID, "{uuid}"},
	{"{slug}-{n}", "%s-1", nil, ""},
}

// likeSiblings has the form of most pages of the place.
func likeSiblings(d *directory) place {
	for _, k := range derived {
		if 2*d.kinds[k.kind] > d.pages {
			return place{template: d.template, dir: d.dir, shape: k.shape + d.ext, name: k.name, form: k.form}
		}
	}
	return place{}
}

// asNumber is a number of ten digits that nothing has.
func asNumber(name string) string {
	out := []byte("99")
	for i := range 8 {
		out = append(out, '0'+name[i]%10)
	}
	return string(out)
}

// asUUID is a random UUID (RFC 9562 section 5.4) of the digits of a name.
func asUUID(name string) string {
	d := name + name[:8]
	return d[:8] + "-" + d[8:12] + "-4" + d[13:16] + "-a" + d[17:20] + "-" + d[20:32]
}

// belowPage is the child of a page.
func belowPage(d *directory) place {
	if d.page == "" {
		return place{}
	}
	return place{template: d.template, dir: d.page + "/", shape: "%s", child: true}
}

// recordKeys are parameters that select a record.
var recordKeys = regexp.MustCompile(`(?i)^(?:[a-z]+[_-]?id|id|item|product|article|post|record|sku|isbn)$`)

// asRecord stands in place of the value of a parameter by which the pages
// differ.
func asRecord(d *directory) place {
	for _, key := range d.keys {
		return place{template: d.template, dir: key, shape: "%s", query: true}
	}
	return place{}
}

// asJSON is asked of places that answer JSON.
func asJSON(d *directory) place {
	if !d.json {
		return place{}
	}
	return place{template: d.template, dir: d.dir, shape: "%s", accept: "application/json"}
}

// recordKey is the address up to the value of its only parameter, when that
// parameter selects a record by something that is no word.
func recordKey(r *crawl.Resource) string {
	at, query, _ := strings.Cut(r.Address.Raw, "?")
	name, value, ok := strings.Cut(query, "=")
	if !ok || strings.Contains(value, "&") || !recordKeys.MatchString(name) || !strings.HasPrefix(rule.PathTemplate("/"+value), "/{") {
		return ""
	}
	return at + "?" + name + "="
}

var languageTag = regexp.MustCompile(`^[a-z]{2}(?:-[a-zA-Z]{2,4})?$`)

// planLanguages tries names in each language that the site has, and a language
// that it has not.
func planLanguages(site *crawl.Site) []place {
	var out []place
	var seen []string
	for r := range site.All() {
		first, rest, ok := strings.Cut(strings.TrimPrefix(r.Address.Path(), "/"), "/")
		if !ok || r.Page == nil || !r.Exchange.Status.IsSuccess() || !languageTag.MatchString(first) || !strings.EqualFold(r.Page.Lang, first) {
			continue
		}
		root := r.Address.Origin()
		if len(seen) == 0 {
			out = append(out, place{template: "/", dir: root + "/", shape: "xx-%s/" + strings.ReplaceAll(rest, "%", "%%")})
		}
		if len(seen) < maxRepresentatives && !slices.Contains(seen, root+first) {
			seen = append(seen, root+first)
			out = append(out, place{template: "/" + first + "/", dir: root + "/" + first + "/", shape: "%s"})
		}
	}
	return out
}
