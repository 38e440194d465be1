package upstream

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Options configure a Client. The zero value of every field but URL has a
// working default.
type Options struct {
	URL            string        // http://host:port or https://…, optionally with a path prefix
	ConnectTimeout time.Duration // for name and connection, and again for the TLS handshake; default 2s
	HeaderTimeout  time.Duration // from the last byte sent to the answer's header; default 30s
	IdleTimeout    time.Duration // default 90s
	MaxConnections int           // open at a time, idle ones included; default 256. Above: connection_limit_reached
	H2C            bool          // speak cleartext HTTP/2 to an http:// upstream (gRPC)
	HTTP1          bool          // never speak HTTP/2, not even where https would negotiate it
	ServerHost     bool          // send the server's own host in Host instead of the visitor's
	TLS            *tls.Config   // trust and server name for https; nil: the system's roots, the URL's host
	Resolver       *net.Resolver // who turns the host into addresses; nil: the system
	Log            *slog.Logger
}

const (
	defaultConnectTimeout = 2 * time.Second
	defaultHeaderTimeout  = 30 * time.Second
	defaultIdleTimeout    = 90 * time.Second
	defaultMaxConnections = 256
)

func (o *Options) setDefaults() {
	if o.ConnectTimeout == 0 {
		o.ConnectTimeout = defaultConnectTimeout
	}
	if o.HeaderTimeout == 0 {
		o.HeaderTimeout = defaultHeaderTimeout
	}
	if o.IdleTimeout == 0 {
		o.IdleTimeout = defaultIdleTimeout
	}
	if o.MaxConnections == 0 {
		o.MaxConnections = defaultMaxConnections
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
}

// Validate reports every mistake of the options, each with a hint where one
// helps. It accepts whatever New accepts.
func (o Options) Validate() error {
	_, err := o.parse()

	return err
}

// parse returns the server's address, or every mistake of the options.
func (o Options) parse() (*url.URL, error) {
	base, mistakes := parseServer(o.URL)
	mistakes = append(mistakes, o.mistakes()...)

	if base != nil {
		mistakes = append(mistakes, o.schemeMistakes(base)...)
	}

	return base, errors.Join(mistakes...)
}

// schemeMistakes are those that come from how the server is spoken to.
func (o Options) schemeMistakes(base *url.URL) []error {
	if base.Scheme != "https" || !o.H2C {
		return nil
	}

	return []error{fmt.Errorf("%s: h2c is HTTP/2 without TLS; "+
		"https negotiates HTTP/2 by itself, leave h2c out", base.Redacted())}
}

// mistakes are those that have nothing to do with the address.
func (o Options) mistakes() []error {
	var mistakes []error

	for _, d := range []struct {
		name  string
		value time.Duration
	}{
		{"connect timeout", o.ConnectTimeout},
		{"header timeout", o.HeaderTimeout},
		{"idle timeout", o.IdleTimeout},
	} {
		if d.value < 0 {
			mistakes = append(mistakes, fmt.Errorf("%s %v: must not be negative", d.name, d.value))
		}
	}

	if o.MaxConnections < 0 {
		mistakes = append(mistakes, fmt.Errorf("max connections %d: must not be negative", o.MaxConnections))
	}
	if o.H2C && o.HTTP1 {
		mistakes = append(mistakes, errors.New("h2c is HTTP/2: it cannot be spoken and forbidden at once"))
	}

	return mistakes
}

// parseServer reads the address of a server. The URL is nil when it is too
// broken to say more about it.
func parseServer(raw string) (*url.URL, []error) {
	if raw == "" {
		return nil, []error{errors.New("no address of a server, give one like http://127.0.0.1:3000")}
	}
	if !strings.Contains(raw, "://") {
		return nil, []error{fmt.Errorf("%s: no scheme, did you mean http://%s?", raw, raw)}
	}

	u, err := url.Parse(raw)
	if err != nil {
		return nil, []error{fmt.Errorf("read the address of the server: %w", err)}
	}

	var mistakes []error
	report := func(format string, args ...any) {
		mistakes = append(mistakes, fmt.Errorf("%s: "+format, append([]any{u.Redacted()}, args...)...))
	}

	if u.Scheme != "http" && u.Scheme != "https" {
		report("scheme %q is not known, use http or https", u.Scheme)
	}
	if u.Hostname() == "" {
		report("no host, give one like http://127.0.0.1:3000")
	}
	if p := u.Port(); p != "" && !isPort(p) {
		report("port %s is not between 1 and 65535", p)
	}
	if u.User != nil {
		report("a name or password in the address is not sent, leave it out")
	}
	if u.RawQuery != "" || u.ForceQuery {
		report("a query in the address is not sent, leave out what follows the question mark")
	}
	if u.Fragment != "" {
		report("a fragment in the address is not sent, leave out what follows the #")
	}

	return u, mistakes
}

func isPort(s string) bool {
	n, err := strconv.ParseUint(s, 10, 16)

	return err == nil && n > 0
}
