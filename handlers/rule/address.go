package rule

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// source reads the address that moved, as the key of the list.
func (m *moves) source(text string) (string, *refusal) {
	if why := checkAddress(text); why != nil {
		return "", why
	}
	if strings.Contains(text, "*") {
		return "", &refusal{"a move is listed address by address, without wildcards", "list what is gone for good as gone"}
	}
	if strings.Contains(text, "#") {
		return "", &refusal{"what stands behind # never reaches a server", "leave it out"}
	}
	path, query, own := m.ownAddress(text)
	if !own {
		return "", &refusal{fmt.Sprintf("%q is no address of this site", text), "begin it with one slash"}
	}
	if query != "" {
		path += "?" + query
	}
	return path, nil
}

// homes are the spellings of the home page.
var homes = []string{"/", "/index.html", "/index.htm", "/index.php"}

// target reads where an address moved to, as it is sent.
func (m *moves) target(text string) (string, *refusal) {
	if why := checkAddress(text); why != nil {
		return "", why
	}
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return "", &refusal{fmt.Sprintf("%q is no address", text), ""}
	case u.User != nil:
		return "", &refusal{"an address with a user name is never sent", ""}
	case u.Host == "" && (u.Scheme != "" || !strings.HasPrefix(text, "/")),
		u.Host != "" && u.Scheme != "http" && u.Scheme != "https":
		return "", &refusal{fmt.Sprintf("%q is no path and no http address", text), "begin it with one slash, or with https://"}
	}
	if u.RawQuery == "" && slices.Contains(homes, NormalizePath(u.EscapedPath())) {
		return "", &refusal{
			"a dead address must not lead to the home page: search engines count that as a soft 404",
			"name the page that replaced it, or list it as gone",
		}
	}
	return u.String(), nil
}

// checkAddress refuses what no address may hold, in either column.
func checkAddress(text string) *refusal {
	switch {
	case text == "":
		return &refusal{"the address is missing", ""}
	case len(text) > maxAddress:
		return &refusal{fmt.Sprintf("the address is longer than %d bytes", maxAddress), ""}
	case strings.Contains(text, `\`), strings.HasPrefix(text, "//"):
		return &refusal{fmt.Sprintf("browsers read %q as an address of another site", text), "begin it with one slash"}
	case strings.ContainsFunc(text, isControl):
		return &refusal{"the address holds a control character", ""}
	case !validEscapes(text):
		return &refusal{fmt.Sprintf("%q: a percent sign needs two hexadecimal digits behind it", text), ""}
	}
	return nil
}

// ownAddress splits an address of the site into its normalised path and its
// query; own is false for addresses elsewhere.
func (m *moves) ownAddress(text string) (path, query string, own bool) {
	text, _, _ = strings.Cut(text, "#")
	if !strings.HasPrefix(text, "/") {
		u, err := url.Parse(text)
		if err != nil || !slices.Contains(m.options.Hosts, strings.ToLower(u.Hostname())) {
			return "", "", false
		}
		return NormalizePath(u.EscapedPath()), u.RawQuery, true
	}
	path, query, _ = strings.Cut(text, "?")
	return NormalizePath(path), query, true
}
