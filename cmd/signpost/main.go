// Signpost keeps bad status codes from costing a website its visitors and its
// place in search results: `signpost serve` is the edge in front of a site,
// `signpost audit` the crawler that finds what hurts it.
package main

import (
	"context"
	"os"
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
}
