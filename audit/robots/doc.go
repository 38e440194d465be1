// Package robots answers one question: may this crawler fetch this address?
//
// It reads robots.txt as RFC 9309 and Google's published specification do,
// with Google's tolerance (a missing colon, frequent misspellings, a byte order
// mark, very long lines), and keeps the facts that a report needs: which line
// decides, what was not understood, and where another reader would answer
// otherwise.
//
// Three layers build on each other. [Parse] and [File] are the pure matcher;
// [Read] and [Answer] add what only the fetcher knows, the status and the size
// limit; [NewSecondReader] asks a lenient reader of the older kind.
//
//	file := robots.Parse([]byte("User-agent: *\nDisallow: /private\n"))
//	file.Allowed("Signpost", "https://shop.example/private/a") // false
//
//	answer := robots.Read(status.ServiceUnavailable, nil)
//	answer.Decide("Signpost", "https://shop.example/").Allowed // false
//
// Everything runs in time linear in the body, and each match in time linear in
// the address and the pattern: there is no regular expression on the path of a
// decision and no backtracking.
package robots
