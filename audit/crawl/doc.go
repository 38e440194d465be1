// Package crawl walks a website politely and tells what it met: each address
// once, each answer with its facts, each link with its place.
//
//	seeds ─► Frontier ─► Governor (robots, pace, Retry-After) ─► Fetcher ─► Parse
//	             ▲                                                           │
//	             └────────────────────── links, redirects ───────────────────┘
//
// A redirect is not followed by the HTTP client. Its target becomes an address
// like any other, so that every hop passes robots.txt, the governor and the
// check of private addresses; Site.Chain puts the hops together again.
//
// The package judges nothing. Whether an answer is a fault is the business of
// package audit/rule; what could not be learned has the outcome unverified.
package crawl
