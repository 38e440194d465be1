package config

import (
	"fmt"
	"slices"
	"time"
)

// checker looks for what one value alone cannot tell.
type checker struct {
	*ledger
	file  *File
	files map[string]bool // that the configuration names
	now   time.Time
}

// all runs every check. Each reports what it finds and leaves the rest alone.
func (c *checker) all() {
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
		c.site(fmt.Sprintf("sites[%d]", i), &c.file.Sites[i])
	}
}

// report says that the value at a path is wrong.
func (c *checker) report(path, hint, format string, args ...any) {
	c.wrongAt(c.originOf(path), path, fmt.Sprintf(format, args...), hint)
}

// doubt says that the value at a path may not be what the owner wants.
func (c *checker) doubt(path, hint, format string, args ...any) {
	c.warnings = append(c.warnings, c.mistake(c.originOf(path), path, fmt.Sprintf(format, args...), hint))
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
