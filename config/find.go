package config

import (
	"os"
	"path/filepath"
	"strings"
)

// FileName is what a configuration file is called where none is named.
const FileName = "signpost.yaml"

// Find returns the configuration file that counts when no flag names one: the
// first of $SIGNPOST_CONFIG, ./signpost.yaml,
// $XDG_CONFIG_HOME/signpost/signpost.yaml and /etc/signpost/signpost.yaml. A
// file that the environment names counts whether it is there or not. ok is
// false when there is none; looked lists where.
func Find(env []string) (file string, looked []string, ok bool) {
	vars := variables(env)
	if named := vars[envFile]; named != "" {
		return named, nil, true
	}
	looked = []string{FileName}
	switch {
	case vars["XDG_CONFIG_HOME"] != "":
		looked = append(looked, filepath.Join(vars["XDG_CONFIG_HOME"], "signpost", FileName))
	case vars["HOME"] != "":
		looked = append(looked, filepath.Join(vars["HOME"], ".config", "signpost", FileName))
	}
	looked = append(looked, filepath.Join("/etc", "signpost", FileName))
	for _, name := range looked {
		if info, err := os.Stat(name); err == nil && !info.IsDir() {
			return name, looked, true
		}
	}
	return "", looked, false
}

// variables turns NAME=value pairs into a map.
func variables(env []string) map[string]string {
	vars := make(map[string]string, len(env))
	for _, pair := range env {
		if name, value, ok := strings.Cut(pair, "="); ok {
			vars[name] = value
		}
	}
	return vars
}
