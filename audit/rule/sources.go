package rule

// Documents that the checks cite.
const (
	docStatus    = "https://developers.google.com/search/docs/crawling-indexing/http-network-errors"
	docRobots    = "https://developers.google.com/crawling/docs/robots-txt/robots-txt-spec"
	docRate      = "https://developers.google.com/crawling/docs/crawlers-fetchers/reduce-crawl-rate"
	docBudget    = "https://developers.google.com/crawling/docs/crawl-budget"
	docIndexing  = "https://support.google.com/webmasters/answer/7440203"
	docCanonical = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"
	docRedirects = "https://developers.google.com/search/docs/crawling-indexing/301-redirects"
	docSitemaps  = "https://developers.google.com/search/docs/crawling-indexing/sitemaps/build-sitemap"
	docScripts   = "https://developers.google.com/search/docs/crawling-indexing/javascript/javascript-seo-basics"
	docMethods   = "https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1"
	docLocked    = "https://www.rfc-editor.org/rfc/rfc4918#section-11.3"
	docCondition = "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.13"
	docRequired  = "https://www.rfc-editor.org/rfc/rfc6585#section-3"
	docTooMany   = "https://www.rfc-editor.org/rfc/rfc6585#section-4"
	docHeaders   = "https://www.rfc-editor.org/rfc/rfc6585#section-5"
	docChallenge = "https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1"
	docAllow     = "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6"
	docEarly     = "https://www.rfc-editor.org/rfc/rfc8470#section-5.2"
	docLegal     = "https://www.rfc-editor.org/rfc/rfc7725#section-4"
	docRetry     = "https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3"
	docOutage    = "https://www.rfc-editor.org/rfc/rfc9110#section-15.6.4"
	docCodes     = "https://www.rfc-editor.org/rfc/rfc9110#section-15"
	docLocation  = "https://www.rfc-editor.org/rfc/rfc9110#section-10.2.2"
	docCaching   = "https://www.rfc-editor.org/rfc/rfc9111#section-4.2.2"
	docRFC9309   = "https://www.rfc-editor.org/rfc/rfc9309"
)

// Names of the reports in Google's Search Console.
const (
	bucketSoft404   = "Soft 404"
	bucketNotFound  = "Not found (404)"
	bucketServer    = "Server error (5xx)"
	bucketBlocked   = "Blocked by robots.txt"
	bucket401       = "Blocked due to unauthorised request (401)"
	bucket403       = "Blocked due to access forbidden (403)"
	bucketOther4xx  = "Blocked due to other 4xx issue"
	bucketRedirect  = "Redirect error"
	bucketRedirects = "Page with redirect"
)
