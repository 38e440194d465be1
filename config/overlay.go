package config

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Setting is a value from the command line, which beats the environment and the
// file.
type Setting struct {
	Path  string // such as log.level
	Value string // lists: comma-separated
	Flag  string // that gave it, such as --set or --listen
}

const (
	envPrefix = "SIGNPOST_"
	envFile   = "SIGNPOST_CONFIG"
)

// ParseSetting reads the a.b=c of --set.
func ParseSetting(s string) (Setting, error) {
	path, value, ok := strings.Cut(s, "=")
	if !ok || path == "" {
		return Setting{}, fmt.Errorf("--set %q: write a key and a value, such as log.level=debug", s)
	}
	return Setting{Path: path, Value: value, Flag: "--set"}, nil
}

// overlayEnv puts the SIGNPOST_ variables into the tree. A variable that names
// no key is a warning: Kubernetes sets some by itself.
func (l *ledger) overlayEnv(root *node, env map[string]string) {
	var names []string
	for name := range env {
		if strings.HasPrefix(name, envPrefix) && name != envFile {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		origin := Origin{Kind: FromEnvironment, Name: name}
		path := strings.Split(strings.ToLower(strings.TrimPrefix(name, envPrefix)), "__")
		if why, hint := overlay(root, path, env[name], origin); why != "" {
			l.warnings = append(l.warnings, Mistake{Origin: origin, Text: why, Hint: hint})
		}
	}
}

// overlaySettings puts the values of flags into the tree.
func (l *ledger) overlaySettings(root *node, settings []Setting) {
	for _, s := range settings {
		origin := Origin{Kind: FromFlag, Name: s.Flag}
		if why, hint := overlay(root, strings.Split(s.Path, "."), s.Value, origin); why != "" {
			l.wrongAt(origin, s.Path, why, hint)
		}
	}
}

// overlay sets one key in the tree, making the blocks on the way. It says why
// it cannot.
func overlay(root *node, path []string, value string, origin Origin) (why, hint string) {
	t, why, hint := typeAt(path)
	if why != "" {
		return why, hint
	}
	if value == "" && origin.Kind == FromEnvironment && t.Kind() != reflect.Slice {
		return "", "" // as good as not set
	}
	at := root
	for _, key := range path[:len(path)-1] {
		next := at.get(key)
		if next.absent() || next.kind != block {
			next = &node{kind: block, origin: origin}
			at.set(key, origin, next)
		}
		at = next
	}
	at.set(path[len(path)-1], origin, nodeFor(t, value, origin))
	return "", ""
}

// typeAt finds the type of the key at a path, or says why nothing can be set
// there.
func typeAt(path []string) (t reflect.Type, why, hint string) {
	t = reflect.TypeFor[File]()
	for i, name := range path {
		t = indirect(t)
		switch t.Kind() {
		case reflect.Map:
			t = t.Elem()
			continue
		case reflect.Struct:
		default:
			return nil, fmt.Sprintf("%s has no keys below it", strings.Join(path[:i], ".")), ""
		}
		keys := keysOf(t)
		at := slices.IndexFunc(keys, func(k typeKey) bool { return k.name == name })
		if at < 0 {
			return nil, fmt.Sprintf("names no key: there is no %q", strings.Join(path[:i+1], ".")), didYouMean(name, names(keys))
		}
		t = keys[at].typ
	}
	if !settable(t) {
		return nil, fmt.Sprintf("%s cannot be set from outside the file", strings.Join(path, ".")), "only single values and lists of them can"
	}
	return t, "", ""
}

// settable reports a type that a text can fill: a value, or a list of values.
func settable(t reflect.Type) bool {
	t = indirect(t)
	if t.Kind() == reflect.Slice {
		return isScalar(t.Elem())
	}
	return isScalar(t) || t == reflect.TypeFor[CORS]() || t == reflect.TypeFor[StatusMap]()
}
