package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"
)

// maxSecret is the largest file that ${file:…} and ${cred:…} put in.
const maxSecret = 64 << 10

// interpolation puts environment variables, files and credentials into scalars:
// ${env:NAME}, ${env:NAME:-default}, ${file:/path}, ${cred:name}. $${ stands for
// the two characters. What is put in is never read again.
type interpolation struct {
	env   map[string]string
	dir   string // of the configuration file
	files map[string]bool
}

var placeholder = regexp.MustCompile(`\$?\$\{([^{}]*)\}?`)

// of returns the scalar with every placeholder filled, or nil when one cannot
// be; it never changes n.
func (i *interpolation) of(d *decoder, path string, n *node) *node {
	if !strings.Contains(n.text, "${") {
		return n
	}
	ok := true
	filled := placeholder.ReplaceAllStringFunc(n.text, func(match string) string {
		if strings.HasPrefix(match, "$$") {
			return match[1:]
		}
		value, err := i.resolve(match)
		if err != nil {
			ok = false
			hint := ""
			if r, isRefusal := errors.AsType[*refusal](err); isRefusal {
				hint = r.hint
			}
			d.wrong(n, path, err.Error(), hint)
		}
		return value
	})
	if !ok {
		return nil
	}
	copied := *n
	copied.text, copied.written = filled, n.text
	return &copied
}

const placeholderForms = "write ${env:NAME}, ${env:NAME:-default}, ${file:/path} or ${cred:name}"

func (i *interpolation) resolve(match string) (string, error) {
	inner, closed := strings.CutSuffix(strings.TrimPrefix(match, "${"), "}")
	scheme, name, ok := strings.Cut(inner, ":")
	switch {
	case !closed:
		return "", refuse(placeholderForms, "%s is not closed", match)
	case scheme == "env" && ok:
		return i.variable(name)
	case scheme == "file" && ok:
		return i.file(match, name)
	case scheme == "cred" && ok:
		return i.credential(match, name)
	case isName(inner):
		return "", refuse("write ${env:"+inner+"}", "%s does not say where it comes from", match)
	}
	return "", refuse(placeholderForms, "%s is no placeholder", match)
}

var variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

func isName(s string) bool { return variableName.MatchString(s) }

func (i *interpolation) variable(inner string) (string, error) {
	name, fallback, hasFallback := strings.Cut(inner, ":-")
	value, set := i.env[name]
	switch {
	case !isName(name):
		return "", refuse(placeholderForms, "%q is no name of a variable", name)
	case value != "":
		return value, nil
	case hasFallback:
		return fallback, nil
	case set:
		return "", nil
	}
	return "", refuse("set it, or write ${env:"+name+":-default}", "the environment variable %s is not set", name)
}

func (i *interpolation) file(match, name string) (string, error) {
	if name == "" {
		return "", refuse(placeholderForms, "%s names no file", match)
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(i.dir, name)
	}
	i.files[name] = true
	return readSecret(match, name)
}

// credential reads a credential that systemd put into a folder of its own.
func (i *interpolation) credential(match, name string) (string, error) {
	dir := i.env["CREDENTIALS_DIRECTORY"]
	switch {
	case name == "" || name != filepath.Base(name) || name == "." || name == "..":
		return "", refuse(placeholderForms, "%s names no credential", match)
	case dir == "":
		return "", refuse("name it in the unit: LoadCredential="+name+":/path", "%s: there are no credentials: CREDENTIALS_DIRECTORY is not set", match)
	}
	return readSecret(match, filepath.Join(dir, name))
}

func readSecret(match, name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", refuse("name a file that is there and can be read", "%s: %s", match, reason(err))
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSecret+1))
	switch {
	case err != nil:
		return "", refuse("name a file that is there and can be read", "%s: %s", match, reason(err))
	case len(data) > maxSecret:
		return "", refuse("a value is a line of text", "%s: the file has more than %d bytes", match, maxSecret)
	case !utf8.Valid(data) || bytes.ContainsRune(data, 0):
		return "", refuse("a value is a line of text", "%s: the file is no text", match)
	}
	return strings.TrimSuffix(strings.TrimSuffix(string(data), "\n"), "\r"), nil
}

// reason puts the usual errors of a file into words without its name.
func reason(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file"
	case errors.Is(err, fs.ErrPermission):
		return "this user may not read the file"
	}
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		err = e.Err
	}
	return fmt.Sprintf("cannot read the file: %v", err)
}
