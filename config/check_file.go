package config

import (
	"io"
	"os"
	"path/filepath"
)

// read reads a file that the configuration names, up to a bound, and notes it
// for watching. An empty path is no file and no mistake.
func (c *checker) read(path string, name Path, limit int64) (data []byte, ok bool) {
	if name == "" {
		return nil, false
	}
	c.files[string(name)] = true
	f, err := os.Open(string(name))
	if err != nil {
		c.report(path, fromWhere(string(name)), "%s: %s", name, reason(err))
		return nil, false
	}
	defer f.Close()
	data, err = io.ReadAll(io.LimitReader(f, limit+1))
	switch {
	case err != nil:
		c.report(path, "name a file that can be read", "%s: %s", name, reason(err))
	case int64(len(data)) > limit:
		c.report(path, "make it smaller", "%s has more than %s", name, Size(limit))
	default:
		return data, true
	}
	return nil, false
}

func fromWhere(name string) string {
	if filepath.IsAbs(name) {
		return "name a file that is there"
	}
	return "paths are relative to the configuration file"
}
