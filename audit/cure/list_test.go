package cure_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/cure"
	edge "github.com/seed-3913a1bb/signpost/handlers/rule"
)

// known adds good addresses to a report.
func known(r *audit.Report, paths ...string) *audit.Report {
	for _, p := range paths {
		r.URLs = append(r.URLs, audit.URLRow{URL: site + p, Outcome: "ok", Status: 200, Type: "text/html", Template: p})
	}
	return r
}

func file(t *testing.T, p *cure.Plan, name string) string {
	t.Helper()
	all := p.Files("rules.yaml")
	i := slices.IndexFunc(all, func(f cure.File) bool { return f.Name == name })
	if i < 0 {
		t.Fatalf("there is no file %s", name)
	}
	return string(all[i].Data)
}

func TestMissingAddressesMoveToTheNearestKnownOne(t *testing.T) {
	for _, c := range []struct{ name, missing, want string }{
		{"another case", "/Docs/Setup", "/docs/setup"},
		{"another ending", "/docs/setup.php", "/docs/setup"},
		{"a slash at the end", "/docs/setup/", "/docs/setup"},
		{"a letter too few", "/docs/instalation", "/docs/installation"},
		{"another folder", "/manual/installation", "/docs/installation"},
		{"nothing near", "/docs/prices", ""},
		{"two equally near", "/team/anne", ""},
		{"the home page is never meant", "/index.html", ""},
	} {
		r := known(report(finding("link-4xx", 404, c.missing)), "/", "/docs/setup", "/docs/installation", "/team/anna", "/team/anni")
		list := file(t, cure.New(r, cure.Options{}), cure.MovedName)
		want := "from,to,status,reason\n"
		if c.want != "" {
			want += c.missing + "," + c.want + ",404,link-4xx\n"
		}
		if list != want {
			t.Errorf("%s: %q, want %q", c.name, list, want)
		}
	}
}

// Whatever was found, the edge reads the lists.
func TestTheEdgeAcceptsTheLists(t *testing.T) {
	var findings []audit.Finding
	for _, name := range []string{"setp", "seetup", "setuq", "setup1", "ssetup", "setu", "stup", "set,up", `se"tup`, "s%65tup"} {
		findings = append(findings, finding("link-4xx", 404, "/docs/"+name), finding("link-410", 410, "/docs/"+name))
	}
	findings = append(findings, finding("redirect-chain", 301, "/old", func(f *audit.Finding) {
		f.FinalURL, f.StatusFinal = new(site+"/docs/setup"), new(200)
	}), finding("redirect-to-home-mass", 301, "/gone/1", func(f *audit.Finding) {
		f.FinalURL, f.StatusFinal, f.Examples = new(site+"/"), new(200), []string{site + "/gone/1", site + "/gone/2", site + "/docs/installatio"}
	}), finding("link-410", 410, "/a{b}*c"), finding("link-410", 410, "/"))
	plan := cure.New(known(report(findings...), "/", "/docs/setup", "/docs/installation"), enforce)
	moved, err := edge.ReadMoved(strings.NewReader(file(t, plan, cure.MovedName)), edge.MovedOptions{Hosts: []string{"shop.example"}})
	if err != nil || moved.Len() < 3 {
		t.Errorf("%d moves, %v in\n%s", moved.Len(), err, file(t, plan, cure.MovedName))
	}
	gone, err := edge.ReadGone(strings.NewReader(file(t, plan, cure.GoneName)))
	if err != nil || !gone.Has("/docs/setp") || !gone.Has("/gone/1") || gone.Has("/") {
		t.Errorf("%v in\n%s", err, file(t, plan, cure.GoneName))
	}
}

func TestKnownAddressesAndErrorsAreListed(t *testing.T) {
	r := known(report(finding("soft404-probe", 200, "/products/x")), "/", "/products/{n}", "/blog/{date}/{slug}-{n}.html")
	plan := cure.New(r, enforce)
	if got, want := file(t, plan, cure.RoutesName), "# kinds of addresses that answered 200\n/\n/blog/**/*.html\n/products/*\n"; got != want {
		t.Errorf("routes: %q, want %q", got, want)
	}
	if got := file(t, plan, cure.KnownName); !strings.Contains(got, `"Lost – Shop"`) {
		t.Errorf("known errors: %s", got)
	}
	page := file(t, plan, cure.PageName)
	for _, want := range []string{"## In effect", "`soft404-probe`", "## What the next audit may find", "Soft 404"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q:\n%s", want, page)
		}
	}
}

// The lists are those of one site; another host's findings say so.
func TestListsBelongToTheFirstSite(t *testing.T) {
	other := finding("link-410", 410, "/old", func(f *audit.Finding) { f.URL = "https://blog.shop.example/old" })
	plan := cure.New(report(other), enforce)
	if list := file(t, plan, cure.GoneName); strings.Contains(list, "/old") {
		t.Errorf("another host's address is listed: %s", list)
	}
	if o := plan.Outcomes()[0]; o.Host != "blog.shop.example" || !strings.Contains(o.Why, "shop.example alone") {
		t.Errorf("%+v", o)
	}
}
