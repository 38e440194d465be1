// Signpost keeps bad status codes from costing a website its visitors and its
// place in search results.
package main

func main() {}
