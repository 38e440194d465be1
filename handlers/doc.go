// Package handlers is the edge: the HTTP side of Signpost. It sends every
// request on to the site's servers, judges their answers, and replaces those
// errors that a visitor could not use by a page or a problem document, without
// losing a header that the protocol needs.
//
//	client, err := upstream.New(upstream.Options{URL: "http://127.0.0.1:8080"})
//	…
//	edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{Upstream: client}}})
//	…
//	server := listen.NewServer(edge, listen.Options{})
//	err = server.Serve(listener)
//
// The way of a request is the order of the files: pacing, recover, request_id,
// the client's address (chi), record, dispatch, proxy (inbound, rewrite,
// transport, hold, look), judge, answer. Nothing behind judge looks at the
// network, nothing before it renders.
package handlers
