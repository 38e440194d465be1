// Package lastgood keeps the newest good answer of a URL, to be served while
// the site cannot answer (RFC 5861 section 4, RFC 9111 section 4.2.4): pages
// where the owner wants it, and robots.txt, whose failure stops the crawl of a
// whole host (RFC 9309 section 2.3.1.4).
//
// What may be kept and what may be served are pure functions of a Policy, the
// request and the fields of the answer. A Store holds the copies in memory,
// within a fixed number of bytes, and writes them to an SQLite file behind the
// requests' back: a copy is on disk within a second, and there after a crash.
//
//	store, err := lastgood.Open(lastgood.Options{Path: "/var/lib/signpost"})
//	…
//	store.Observe(ask, res, policy) // every passing answer; reads along with the client
//	…
//	if copy, ok := store.Find(ask, policy); ok {
//		answer := copy.Answer(ask.Request, lastgood.Event{Forwarded: true, Status: 503}, time.Now())
//	}
package lastgood
