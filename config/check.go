package config

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// checker looks for what one value alone cannot tell.
type checker struct {
	*ledger
	file  *File
	files map[string]bool // that the configuration names
	now   time.Time

	faults  map[Origin]bool // where decoding found no value
	decoded Mistakes        // what it found
}

func newChecker(l *ledger, f *File, files map[string]bool, now time.Time) *checker {
	c := &checker{ledger: l, file: f, files: files, now: now, faults: map[Origin]bool{}, decoded: l.mistakes}
	for _, m := range l.mistakes {
		c.faults[m.Origin] = true
	}
	return c
}

// all runs every check. Each reports what it finds and leaves the rest alone.
func (c *checker) all() {
	if v := c.file.Version; v != 1 && c.said("version") && !c.faulty("version") {
		c.report("version", "write version: 1", "version %d is not known to this Signpost", v)
	}
	c.listeners()
	c.certificates()
	c.adminAddress()
	c.logs()
	c.audit()
	c.storage()
	c.policy("defaults", &c.file.Defaults.Policy)
	c.upstreamPolicy("defaults.upstream", &c.file.Defaults.Upstream)
	c.hosts()
	for i := range c.file.Sites {
		if at := fmt.Sprintf("sites[%d]", i); c.said(at) {
			c.site(at, &c.file.Sites[i])
		}
	}
}

// report says that the value at a path is wrong, unless it is known to be no
// value at all.
func (c *checker) report(path, hint, format string, args ...any) {
	c.reportAt(c.placeOf(path), path, hint, format, args...)
}

// reportKey says that the key itself at a path is wrong.
func (c *checker) reportKey(path, hint, format string, args ...any) {
	at, ok := c.keys[path]
	if !ok {
		at = c.placeOf(path)
	}
	c.reportAt(at, path, hint, format, args...)
}

func (c *checker) reportAt(at Origin, path, hint, format string, args ...any) {
	if !c.faults[at] {
		c.wrongAt(at, path, fmt.Sprintf(format, args...), hint)
	}
}

// placeOf is where a mistake about a path is shown: where the value stands, or
// the block that it would stand in.
func (c *checker) placeOf(path string) Origin {
	for {
		if o := c.originOf(path); o != (Origin{}) && o.Kind != FromDefault {
			return o
		}
		at := strings.LastIndexAny(path, ".[")
		if at < 0 {
			return Origin{}
		}
		path = path[:at]
	}
}

// doubt says that the value at a path may not be what the owner wants.
func (c *checker) doubt(path, hint, format string, args ...any) {
	c.warnings = append(c.warnings, c.mistake(c.placeOf(path), path, fmt.Sprintf(format, args...), hint))
}

// said reports a key that somebody wrote: it is no default.
func (c *checker) said(path string) bool {
	o := c.originOf(path)
	return o != Origin{} && o.Kind != FromDefault
}

// unique reports names that stand more than once in a list.
func (c *checker) unique(what string, count int, nameAt func(int) (path, name string)) {
	first := map[string]string{}
	for i := range count {
		path, name := nameAt(i)
		if name == "" {
			continue
		}
		if before, twice := first[name]; twice {
			c.report(path, "the first one stands in "+c.originOf(before).String(), "two %s are called %q", what, name)
			continue
		}
		first[name] = path
	}
}

// watched lists the files whose change changes the configuration.
func (c *checker) watched(source Source) []string {
	var all []string
	if source.File != "" && source.File != "-" {
		all = append(all, source.File)
	}
	for name := range c.files {
		all = append(all, name)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
