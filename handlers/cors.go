package handlers

import (
	"errors"
	"net/http"
	"slices"
	"strings"
)

// CORS says what an error that the edge made itself tells the scripts of other
// origins (edge table 2.2). Without an allowance they see no more than a failed
// request. The zero CORS mirrors the site.
type CORS struct {
	Off bool // no allowance at all

	// Origins that may read own errors: "https://app.example", or "*" for all.
	// None: the allowance of the site's last good answer to the same origin
	// below the same first segment of the path.
	Origins     []string
	Credentials bool     // of requests with cookies; not with "*"
	Expose      []string // names of fields that scripts may read, besides those that tell how long to wait
}

// Validate reports every mistake of the setting.
func (c CORS) Validate() error {
	var mistakes []error
	if c.Off && len(c.Origins) > 0 {
		mistakes = append(mistakes, errors.New("cors: either off or origins"))
	}
	if c.Credentials && slices.Contains(c.Origins, "*") {
		mistakes = append(mistakes, errors.New(`cors: credentials need named origins: browsers refuse "*" with them`))
	}
	if len(c.Origins) == 0 && (c.Credentials || len(c.Expose) > 0) {
		mistakes = append(mistakes, errors.New("cors: credentials and expose need origins"))
	}
	for _, o := range c.Origins {
		if o != "*" && !isOrigin(o) {
			mistakes = append(mistakes, errors.New("cors: "+o+" is no origin: use https://HOST, without a path"))
		}
	}
	return errors.Join(mistakes...)
}

// isOrigin reports scheme://host[:port] (RFC 6454 section 6.2).
func isOrigin(s string) bool {
	scheme, host, found := strings.Cut(s, "://")
	return found && (scheme == "https" || scheme == "http") && host != "" && !strings.ContainsAny(host, `/?#@ ,*`)
}

// allowance is what one origin may read.
type allowance struct {
	origin      string // value of Access-Control-Allow-Origin
	credentials bool
	expose      []string // lines of Access-Control-Expose-Headers
	varies      bool     // the answer depends on the origin
}

// exposed are fields of own errors that a script needs to wait and to report.
var exposed = []string{"Retry-After", "RateLimit", "RateLimit-Policy", "X-Request-Id"}

// write adds the allowance to the header of an own error.
func (a allowance) write(h http.Header) {
	h.Set("Access-Control-Allow-Origin", a.origin)
	if a.credentials {
		h.Set("Access-Control-Allow-Credentials", "true")
	}
	names := slices.Clone(a.expose)
	for _, name := range exposed {
		if !hasToken(names, name) {
			names = append(names, name)
		}
	}
	h.Set("Access-Control-Expose-Headers", strings.Join(names, ", "))
	if a.varies {
		addVary(h, []string{"Origin"})
	}
}

// corsPolicy finds the allowance for a request; false: there is none.
type corsPolicy interface {
	allows(*http.Request) (allowance, bool)
	learn(*http.Request, http.Header) // from a good answer of the site
}

func newCORSPolicy(o CORS) corsPolicy {
	switch {
	case o.Off:
		return noCORS{}
	case len(o.Origins) > 0:
		return fixedCORS{o}
	}
	return &mirroredCORS{}
}

type noCORS struct{}

func (noCORS) allows(*http.Request) (allowance, bool) { return allowance{}, false }
func (noCORS) learn(*http.Request, http.Header)       {}

// fixedCORS is what the owner wrote.
type fixedCORS struct{ CORS }

func (c fixedCORS) allows(r *http.Request) (allowance, bool) {
	a := allowance{credentials: c.Credentials, expose: c.Expose}
	if slices.Contains(c.Origins, "*") {
		a.origin = "*"
		return a, true
	}
	a.origin, a.varies = r.Header.Get("Origin"), true
	return a, slices.Contains(c.Origins, a.origin)
}

func (fixedCORS) learn(*http.Request, http.Header) {}
