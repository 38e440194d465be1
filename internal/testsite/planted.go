package testsite

import (
	"fmt"
	"html"
	"slices"
	"strings"
)

// Planted is one fault of a synthetic site, named after the check that must
// find it. All its addresses stand under /planted/ID/, written {here} below.
type Planted struct {
	ID      string
	Implies []string          // other ids that an audit finds by the same fault
	May     []string          // ids that show only at some paces of the crawl
	Whole   bool              // it concerns the whole site: "all" leaves it out
	Pages   map[string]Answer // by address after {here}; the home page links each whose name does not begin with "hidden"
	Tree    *Answer           // what everything else under {here} answers
	Body    string            // added to the home page
	Head    string            // added to the head of the home page
	Listed  []string          // added to the sitemap, after {here}
	Sitemap []string          // further sitemaps in the index, after {here}
	Rules   string            // added to the group for everybody in robots.txt
	Robots  *Answer           // instead of robots.txt
	Answers map[string]Answer // at addresses of the site itself
	Every   *Answer           // what every page and every unknown address answers
	Unknown *Answer           // what every address that the site does not have answers
}

// additions are what faults add to files of the site.
type additions struct {
	head, body, rules string
	listed, sitemaps  []string
}

type tree struct {
	prefix string
	answer Answer
}

// AllFaults is the word for every fault that leaves the others visible.
const AllFaults = "all"

// PlantedFaults lists the faults, in the order of the catalogue.
func PlantedFaults() []Planted {
	return slices.Concat(statusFaults(), softFaults(), errorPageFaults(), redirectFaults(), targetFaults(), variantFaults(), robotsFaults(), robotsAnswerFaults(),
		signalFaults(), headFaults(), sitemapFaults(), cacheFaults(), linkFaults())
}

// choose finds the faults by their ids.
func choose(ids []string) ([]Planted, error) {
	all := PlantedFaults()
	var chosen []Planted
	for _, id := range ids {
		if id == AllFaults {
			chosen = append(chosen, slices.DeleteFunc(slices.Clone(all), func(f Planted) bool { return f.Whole })...)
			continue
		}
		i := slices.IndexFunc(all, func(f Planted) bool { return f.ID == id })
		if i < 0 {
			return nil, fmt.Errorf("no fault %q: use ids of checks that can be planted, or %q", id, AllFaults)
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}

// plant puts a fault into the site.
func (s *Synthetic) plant(f Planted) {
	here := "/planted/" + f.ID + "/"
	for name, a := range f.Pages {
		path := here + name
		s.answers[path] = a.at(here)
		if !strings.HasPrefix(name, "hidden") {
			s.home.body += `<p><a href="` + html.EscapeString(path) + `">A sheet of ` + f.ID + "</a></p>\n"
		}
	}
	for path, a := range f.Answers {
		s.answers[path] = a.at(here)
	}
	if f.Tree != nil {
		s.trees = append(s.trees, tree{here, f.Tree.at(here)})
	}
	if f.Unknown != nil {
		s.unknown = f.Unknown
	}
	if f.Every != nil {
		s.every = new(f.Every.at(here))
	}
	if f.Robots != nil {
		s.robots = new(f.Robots.at(here))
	}
	fill := func(text string) string { return strings.ReplaceAll(text, "{here}", here) }
	s.home.head += fill(f.Head)
	s.home.body += fill(f.Body)
	s.home.rules += fill(f.Rules)
	for _, path := range f.Listed {
		s.home.listed = append(s.home.listed, here+path)
	}
	for _, path := range f.Sitemap {
		s.home.sitemaps = append(s.home.sitemaps, here+path)
	}
}

// at fills in the place of a fault.
func (a Answer) at(here string) Answer {
	a.Body = strings.ReplaceAll(a.Body, "{here}", here)
	header := map[string]string{}
	for name, value := range a.Header {
		header[name] = strings.ReplaceAll(value, "{here}", here)
	}
	a.Header = header
	return a
}

// linked is a fault of one linked address.
func linked(id string, a Answer, implies ...string) Planted {
	return Planted{ID: id, Pages: map[string]Answer{"sheet": a}, Implies: implies}
}

// several is a fault that shows on many linked addresses.
func several(id string, n int, a func(int) Answer) Planted {
	f := Planted{ID: id, Pages: map[string]Answer{}}
	for i := range n {
		f.Pages[fmt.Sprintf("%d.html", i+1)] = a(i)
	}
	return f
}

func always(a Answer) func(int) Answer { return func(int) Answer { return a } }
