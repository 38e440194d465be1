// Package listen is what the edge has of sockets: it opens addresses, reads
// PROXY headers, chooses certificates, sets the limits of the server, drains it,
// and says which address and scheme a request really came with.
//
//	l, err := listen.Open(":8080")
//	…
//	server := listen.NewServer(edge, listen.Options{})
//	go server.Serve(l)
//	…
//	err = server.Shutdown(ctx)
//
// What the server of net/http answers before it calls a handler stays as it is,
// plain text: 400 to a malformed request, 431 to a header above the limit, 417 to
// an unknown Expect, 400 to plain HTTP on a TLS port. A client that is too slow
// with its header is cut off without an answer.
package listen
