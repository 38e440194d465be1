// Package status knows what each HTTP status means for visitors' programs, for
// search engines and for caches. It is the only place in Signpost that compares
// status numbers: everything else asks a [Code] or a [Set].
//
// The facts are tables in the files facts_*.go, one entry a code. They hold no
// sentence that a visitor reads; those live in package locale.
//
//	set, _ := status.ParseSet("4xx, !404")
//	set.Has(409)                       // true
//	status.Code(409).Facts().Index     // dropped-4xx
package status
