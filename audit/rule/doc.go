// Package rule is the catalogue of checks: what Signpost looks for in a site,
// why it matters, how to mend it, and the function that finds it.
//
// The catalogue is a list (All). A check is one entry; its function is pure: it
// gets the facts of a run and returns what it found, and asks nobody anything.
// Facts holds only what has been confirmed where a confirmation is due, so that
// no check can accuse by a single bad answer.
//
// Ids never change and are never used again for something else.
package rule
