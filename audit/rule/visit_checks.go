package rule

// visitChecks look at what depends on an earlier visit, or on the way in.
var visitChecks = []Check{
	{
		ID: "status-by-cookie", Group: "E", Severity: Warning, Unit: PerURL, Class: 2,
		Title: "The status depends on cookies",
		Why:   "Search crawlers keep no cookies: they see another site than visitors who come back.",
		Fix:   "Answer public pages alike with and without cookies.",
		Docs:  []string{docCrawlers},
		Find:  eachVariants(differing(ByCookie, nothing)),
	},
	{
		ID: "status-by-protocol", Group: "E", Severity: Warning, Unit: PerURL, Class: 2,
		Title: "The status depends on the version of HTTP",
		Why:   "Crawlers choose HTTP/1.1 or HTTP/2 as they like, and one of them meets another answer.",
		Fix:   "Configure both listeners alike.",
		Docs:  []string{docCrawlers},
		Find:  eachVariants(differing(ByProtocol, misdirected)),
	},
}
