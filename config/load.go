package config

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"time"
)

// Source is where a configuration comes from. Flags beat the environment, the
// environment beats the file, the file beats the defaults.
type Source struct {
	File     string    // path of the file; "-" reads Stdin; empty: no file
	Stdin    io.Reader // for "-"
	Upstream string    // of --upstream: one site for every Host, in place of the sites of a file
	Env      []string  // NAME=value, as os.Environ gives them; nil: none
	Set      []Setting // from flags
	Now      time.Time // for what depends on the date; zero: the clock
}

// Loaded is a configuration without mistakes, and what is known about it.
type Loaded struct {
	File     *File
	Warnings Mistakes // doubtful, not wrong
	Files    []string // the configuration file and every file that it names, for watching
	ledger   *ledger
}

// Load reads, completes and checks a configuration. Its error is Mistakes,
// unless the file cannot be read at all.
func Load(source Source) (*Loaded, error) {
	l := newLedger()
	root, err := l.read(source)
	if err != nil {
		return nil, err
	}
	env := variables(source.Env)
	if root != nil {
		l.overlayEnv(root, env)
		l.overlaySettings(root, source.Set)
	}
	loaded := &Loaded{File: &File{}, ledger: l}
	if root != nil {
		spread(root)
		fill := &interpolation{env: env, dir: source.dir(), files: map[string]bool{}}
		d := &decoder{ledger: l, fill: fill, types: map[reflect.Type][]typeKey{}}
		d.fields("", root, loaded.File)
		complete(loaded.File)
		c := newChecker(l, loaded.File, fill.files, source.now())
		c.all()
		loaded.Files = c.watched(source)
	}
	if len(l.mistakes) > 0 {
		return nil, l.mistakes.settled()
	}
	loaded.Warnings = l.warnings.settled()
	return loaded, nil
}

// Origin is where the value at a path came from, such as
// sites[0].retry.attempts; the path of a list tells for the whole list.
func (l *Loaded) Origin(path string) Origin {
	if o := l.ledger.originOf(path); o != (Origin{}) {
		return o
	}
	return Origin{Kind: FromDefault}
}

// dir is the folder that relative paths begin from.
func (s Source) dir() string {
	if s.File == "" || s.File == "-" {
		return "."
	}
	return filepath.Dir(s.File)
}

func (s Source) now() time.Time {
	if s.Now.IsZero() {
		return time.Now()
	}
	return s.Now
}

// read gives the tree of the file, or of --upstream alone. The tree is nil
// when the file has mistakes that leave nothing to look at.
func (l *ledger) read(s Source) (*node, error) {
	root := &node{kind: block}
	if s.File != "" {
		name, data, err := s.bytes()
		if err != nil {
			return nil, err
		}
		l.sources[name] = newSourceText(name, normalised(data))
		var mistakes Mistakes
		root, mistakes = parse(name, data)
		l.mistakes = append(l.mistakes, mistakes...)
	}
	if root == nil || s.Upstream == "" {
		return root, nil
	}
	flag := Origin{Kind: FromFlag, Name: "--upstream"}
	site := &node{kind: block, origin: flag}
	site.set("host", flag, scalarNode("*", flag))
	site.set("upstream", flag, scalarNode(s.Upstream, flag))
	root.set("version", flag, &node{text: "1", flavour: number, origin: flag})
	root.set("sites", flag, &node{kind: list, items: []*node{site}, origin: flag})
	return root, nil
}

// bytes reads the file, one byte beyond the bound at most.
func (s Source) bytes() (name string, data []byte, err error) {
	if s.File == "-" {
		if s.Stdin == nil {
			return "", nil, fmt.Errorf("read the configuration: there is no standard input")
		}
		data, err = io.ReadAll(io.LimitReader(s.Stdin, maxBytes+1))
		return "stdin", data, err
	}
	f, err := os.Open(s.File)
	if err != nil {
		return "", nil, fmt.Errorf("read the configuration: %w", err)
	}
	defer f.Close()
	data, err = io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err != nil {
		return "", nil, fmt.Errorf("read the configuration: %w", err)
	}
	return s.File, data, nil
}

// spread writes what sites inherit into each of them, before anything has a
// type: the defaults into a site, and the conflict settings of a site into
// those rules that set some of their own.
func spread(root *node) {
	sites, defaults := root.get("sites"), root.get("defaults")
	if sites.absent() || sites.kind != list {
		return
	}
	for i, site := range sites.items {
		if site.kind != block {
			continue
		}
		site = site.withServersKey()
		sites.items[i] = inherit(defaults.only(heritable()), site)
		sites.items[i].spreadConflict()
	}
}

// withServersKey writes `upstream: URL` and `upstream: [URL]` as the block that
// they are short for.
func (n *node) withServersKey() *node {
	up := n.get("upstream")
	if up.absent() || up.kind == block {
		return n
	}
	long := &node{kind: block, origin: up.origin}
	long.set("servers", up.origin, up)
	copied := *n
	copied.fields = slices.Clone(n.fields)
	copied.set("upstream", ownOrigin(n, "upstream"), long)
	return &copied
}

// only is the block with no other keys than these.
func (n *node) only(keys []string) *node {
	if n.absent() || n.kind != block {
		return nil
	}
	copied := *n
	copied.fields = slices.DeleteFunc(slices.Clone(n.fields), func(f field) bool { return !slices.Contains(keys, f.key) })
	return &copied
}
