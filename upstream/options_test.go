package upstream_test

import (
	"crypto/tls"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/upstream"
)

func TestEveryMistakeOfAnAddressIsExplained(t *testing.T) {
	t.Parallel()
	for address, hints := range map[string][]string{
		"":                         {"no address of a server, give one like http://127.0.0.1:3000"},
		"127.0.0.1:3000":           {"127.0.0.1:3000: no scheme, did you mean http://127.0.0.1:3000?"},
		"localhost":                {"localhost: no scheme, did you mean http://localhost?"},
		"ftp://host":               {`scheme "ftp" is not known, use http or https`},
		"http://":                  {"no host"},
		"http://:80":               {"no host"},
		"http://host:0":            {"port 0 is not between 1 and 65535"},
		"http://host:99999":        {"port 99999 is not between 1 and 65535"},
		"http://host:port":         {"read the address of the server", "port"},
		"http://a b/":              {"read the address of the server"},
		"http://me:secret@host":    {"a name or password"},
		"http://host/?a=b":         {"a query"},
		"http://host/#a":           {"a fragment"},
		"gopher://me@:70000/x?y#z": {"scheme", "no host", "port", "password", "query", "fragment"},
	} {
		err := upstream.Options{URL: address}.Validate()
		if err == nil {
			t.Errorf("%q is accepted", address)

			continue
		}
		for _, hint := range hints {
			if !strings.Contains(err.Error(), hint) {
				t.Errorf("%q: %v\nwant a hint with %q", address, err, hint)
			}
		}
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: the message shows the password: %v", address, err)
		}
		if _, newErr := upstream.New(upstream.Options{URL: address}); newErr == nil || newErr.Error() != err.Error() {
			t.Errorf("%q: New says %v, Validate %v, want the same", address, newErr, err)
		}
	}
}

func TestGoodAddressesAreAccepted(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"http://127.0.0.1:3000", "http://[::1]:3000", "https://app.internal", "http://host/app/", "HTTP://Host:65535",
	} {
		if err := (upstream.Options{URL: address}).Validate(); err != nil {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestAllMistakesAreReportedTogether(t *testing.T) {
	t.Parallel()
	err := upstream.Options{
		URL:            "https://me@host:0",
		ConnectTimeout: -time.Second,
		HeaderTimeout:  -time.Second,
		IdleTimeout:    -time.Second,
		H2C:            true,
		TLS:            &tls.Config{},
	}.Validate()
	if err == nil {
		t.Fatal("nothing is reported")
	}
	if n := strings.Count(err.Error(), "\n") + 1; n != 6 {
		t.Errorf("%d mistakes, want 6:\n%v", n, err)
	}
}
