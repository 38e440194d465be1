package upstream_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/upstream"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// newClient returns a client whose connections end with the test.
func newClient(t *testing.T, opts upstream.Options) upstream.Client {
	t.Helper()
	client, err := upstream.New(opts)
	if err != nil {
		t.Fatalf("New(%+v): %v", opts, err)
	}
	t.Cleanup(client.(interface{ CloseIdleConnections() }).CloseIdleConnections)

	return client
}

func newRequest(t *testing.T, method, target, body string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, target, nil)
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		// A type of our own, as from a server: net/http offers no rewinding for it.
		req.Body = struct {
			*strings.Reader
			nopCloser
		}{Reader: strings.NewReader(body)}
		req.ContentLength = int64(len(body))
	}

	return req
}

type nopCloser struct{}

func (nopCloser) Close() error { return nil }

func get(t *testing.T, client upstream.Client) (*http.Response, error) {
	t.Helper()

	return client.RoundTrip(newRequest(t, http.MethodGet, "/", ""))
}

// want is what a test expects of a failure.
type want struct {
	kind, word string
	status     status.Code
	details    string
}

func (w want) check(t *testing.T, res *http.Response, err error) {
	t.Helper()
	if err == nil {
		_ = res.Body.Close()
		t.Fatalf("got an answer with status %d, want the failure %s", res.StatusCode, w.kind)
	}
	f, ok := errors.AsType[*upstream.Failure](err)
	if !ok {
		t.Fatalf("error is a %T (%v), want a *Failure", err, err)
	}
	if got := (want{f.Type, f.Word, f.Status, f.Details}); got != w {
		t.Errorf("failure %+v, want %+v\nfrom: %v", got, w, f.Err)
	}
}

var (
	wantRefused        = want{"connection_refused", "refused", 502, ""}
	wantUnroutable     = want{"destination_ip_unroutable", "unreachable", 502, ""}
	wantConnectTimeout = want{"connection_timeout", "timeout", 504, ""}
	wantWriteTimeout   = want{"connection_write_timeout", "timeout", 504, ""}
	wantTerminated     = want{"connection_terminated", "reset", 502, ""}
	wantAnswerTimeout  = want{"http_response_timeout", "timeout", 504, ""}
	wantProtocol       = want{"http_protocol_error", "protocol", 502, ""}
	wantHeaderSize     = want{"http_response_header_section_size", "protocol", 502, ""}
	wantCoding         = want{"http_response_transfer_coding", "protocol", 502, ""}
	wantUpgrade        = want{"http_upgrade_failed", "protocol", 502, ""}
)
