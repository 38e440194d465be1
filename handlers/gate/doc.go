// Package gate is what may answer a request before the site's servers are
// asked: maintenance, rate limits, the guard against lost updates, and the
// shedding of load.
//
// A gate looks at one [Visit] and either lets it go on (nil) or says why not
// (a [Refusal]). It writes no answer: pages, formats and the header policy are
// the business of whoever asks. The one exception is [Overload], which answers
// with prepared bytes because it acts when there is no room for anything else.
//
//	v := gate.NewVisit(r, clientAddress, normalisedPath)
//	defer v.Leave()
//	for _, g := range gates {
//		if refusal := g.Check(v); refusal != nil {
//			return refusal
//		}
//	}
//	… ask the site's servers; v.Apply(header) before the answer leaves
//
// The address in a visit decides who passes and who waits. It has to come from
// the connection or from a proxy that the owner trusts, never from a field
// that anybody can write.
package gate
