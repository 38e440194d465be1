package config

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func (c *checker) logs() {
	l := c.file.Log
	c.logFile("log.output", l.Output, "stderr", "stdout")
	c.logFile("log.access.output", l.Access.Output, "stdout", "stderr", "none")
	for i, name := range l.Redact {
		if query, ok := strings.CutPrefix(name, "query:"); !isToken(query) && (ok || !isToken(name)) {
			c.report(fmt.Sprintf("log.redact[%d]", i), "write authorization, or query:token", "%q is no header or query:NAME", name)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(l.Access.Sample)) {
		var set StatusSet
		if err := set.UnmarshalText([]byte(key)); err != nil {
			c.reportKey("log.access.sample."+key, `write sample: { 2xx: 1%, 5xx: 100% }`, "%q is no status, class or range", key)
		}
	}
}

// logFile wants a word, or a file in a folder that is there.
func (c *checker) logFile(path, output string, words ...string) {
	if slices.Contains(words, output) || output == "" {
		return
	}
	if hint := didYouMean(output, words); hint != "" && !strings.Contains(output, "/") {
		c.report(path, hint, "unknown word %q", output)
		return
	}
	if info, err := os.Stat(filepath.Dir(output)); err != nil || !info.IsDir() {
		c.report(path, "use "+orList(words)+", or a file in a folder that is there", "the folder of %s is not there", output)
	}
}

func (c *checker) storage() {
	name := string(c.file.Storage.Path)
	if info, err := os.Stat(name); err == nil && !info.IsDir() {
		c.report("storage.path", "name a folder", "%s is a file", name)
	}
}
