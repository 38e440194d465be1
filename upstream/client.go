package upstream

import (
	"net/http"
	"net/url"
	"sync"
)

// client is the finished stack over the transport to one server.
type client struct {
	http.RoundTripper
	transport *http.Transport
	conns     *connections

	// fresh opens a connection for each request and keeps none.
	fresh func() Client
}

func newClient(o Options, base *url.URL) *client {
	r, conns := &refusals{}, newConnections(o.MaxConnections)
	d := newDialer(o, r, conns)
	transport := newTransport(o, d)
	over := func(t *http.Transport) Client {
		return spared{r, conns, classified{addressed{base, o.ServerHost, checked{limited1xx{guarded{t}}}}}}
	}

	return &client{
		RoundTripper: over(transport),
		transport:    transport,
		conns:        conns,
		fresh: sync.OnceValue(func() Client {
			once := newTransport(o, d)
			once.DisableKeepAlives = true

			return over(once)
		}),
	}
}

// CloseIdleConnections closes the pooled connections that are not in use.
func (c *client) CloseIdleConnections() { c.transport.CloseIdleConnections() }
