// Package form keeps what a visitor typed, for the moments when a save fails: it
// reads along while the form goes to the site's server, throws everything away
// when the save works, and otherwise gives back what may be shown.
//
// What may be shown is decided field by field and value by value: names and
// values that look like secrets are never given back. Nothing is stored, and
// the bytes that the server gets are not touched or delayed.
//
//	kept := keeper.Keep(r)         // r.Body reads as before
//	res, err := transport.RoundTrip(r)
//	if isConflict(res) {
//		show(kept.Form())
//	}
//	kept.Release()
package form
