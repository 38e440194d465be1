package config

import (
	"path/filepath"
	"strings"
)

// Folder is where things are stored: the path of the configuration, else the
// folder for the state of programs (XDG Base Directory). It is empty when the
// environment names no home.
func (s *Storage) Folder(env []string) string {
	switch {
	case s.Path != "":
		return string(s.Path)
	case variable(env, "XDG_STATE_HOME") != "":
		return filepath.Join(variable(env, "XDG_STATE_HOME"), "signpost")
	case variable(env, "HOME") != "":
		return filepath.Join(variable(env, "HOME"), ".local", "state", "signpost")
	}
	return ""
}

// variable returns the last value of an environment variable.
func variable(env []string, name string) string {
	value := ""
	for _, pair := range env {
		if n, v, _ := strings.Cut(pair, "="); n == name {
			value = v
		}
	}
	return value
}
