package status

// registered400 holds the registered codes 400 to 417.
var registered400 = []Facts{
	{
		Code: 400, Name: "Bad Request", Registered: true, Reference: "RFC 9110 15.5.1",
		OwnerSteps: []string{
			"Look for oversized or malformed cookies and query strings.",
			"Return 404 for unknown URLs instead of 400.",
			"Check that the proxy and upstream agree on header and URL limits.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		Crawler: "pass; if a crawlable GET gives 400, treat as audit error",
	},
	{
		Code: 401, Name: "Unauthorized", Registered: true, Reference: "RFC 9110 15.5.2",
		OwnerSteps: []string{
			"Send at least one challenge in WWW-Authenticate.",
			"Do not link login-only URLs from public pages or the sitemap.",
			"Never use 401 to slow crawlers down.",
		},
		Required: []string{"WWW-Authenticate"},
		Index:    Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "private, no-store",
		Crawler: "pass; never a 200 login form",
		Note:    "Never invent a challenge: keep the upstream one, or the one configured for the route.",
	},
	{
		Code: 402, Name: "Payment Required", Registered: true, Reference: "RFC 9110 15.5.3",
		OwnerSteps: []string{
			"Prefer 200 plus structured paywall data for indexable paywalled articles.",
			"Say plainly what has to be paid.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		Crawler: "pass, or 200 with paywalled-content markup when the article may be indexed",
	},
	{
		Code: 403, Name: "Forbidden", Registered: true, Reference: "RFC 9110 15.5.4",
		OwnerSteps: []string{
			"Check WAF and bot rules for false positives on verified crawlers.",
			"Use 404 when even the existence is secret (RFC 9110 allows it).",
			"Never use 403 for rate limiting.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		Crawler: "pass; audit as error when sitemap or internal links lead here",
	},
	{
		Code: 404, Name: "Not Found", Registered: true, Reference: "RFC 9110 15.5.5",
		OwnerSteps: []string{
			"Redirect (301/308) only to a real equivalent.",
			"Fix internal links and the sitemap.",
			"Use 410 when the removal is intended and permanent.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "public, max-age=60",
		Crawler: "pass; real 404, no redirect to home",
		Note:    "Heuristically cacheable, so the edge sets it explicitly; 60 to 300 seconds.",
	},
	{
		Code: 405, Name: "Method Not Allowed", Registered: true, Reference: "RFC 9110 15.5.6",
		OwnerSteps: []string{
			"Send Allow with every supported method.",
			"GET and HEAD must be supported on indexable URLs.",
			"Check form targets after URL changes.",
		},
		Required: []string{"Allow"},
		Index:    Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		Crawler: "pass; a GET must never get 405",
		Note:    "Heuristically cacheable by default, so no-store is sent explicitly. Allow cannot be invented: if the upstream left it out, leave it out and report it.",
	},
	{
		Code: 406, Name: "Not Acceptable", Registered: true, Reference: "RFC 9110 15.5.7",
		OwnerSteps: []string{
			"Serve a default representation rather than 406.",
			"List the available variants in the body.",
			"Send Vary for the negotiated fields.",
		},
		Expected: []string{"Vary"},
		Index:    Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		Crawler: "pass; audit as error: serve a default representation instead",
	},
	{
		Code: 407, Name: "Proxy Authentication Required", Registered: true, Reference: "RFC 9110 15.5.8",
		OwnerSteps: []string{
			"A site must not emit this; check for a leaking forward proxy.",
		},
		Required: []string{"Proxy-Authenticate"},
		Index:    Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "private, no-store",
		RestateTo: 502,
		Crawler:   "never expose; restate as 502",
	},
	{
		Code: 408, Name: "Request Timeout", Registered: true, Reference: "RFC 9110 15.5.9",
		OwnerSteps: []string{
			"Raise body-read timeouts for upload routes only.",
			"Close the connection after the answer.",
		},
		Expected: []string{"Connection"},
		Index:    Dropped, Safe: SafeNewConnection, Automatic: RetryNever, Cache: "no-store",
		Crawler: "pass; audit as error on GET",
		Note:    "Send Connection: close. Browsers may repeat the request on a new connection.",
	},
	{
		Code: 409, Name: "Conflict", Registered: true, Reference: "RFC 9110 15.5.10",
		OwnerSteps: []string{
			"Put the cause, the current version and the resource in the body.",
			"Use 412 when a precondition header was sent, 423 for locks, 428 when a precondition is missing.",
			"Never answer a plain GET of an indexable page with 409.",
			"Return application/problem+json for API clients.",
		},
		Expected: []string{"ETag", "Retry-After"},
		Index:    Dropped, Safe: SafeAfterUserAction, Automatic: RetryByCause, Cache: "no-store",
		Crawler: "pass by default; with reads.conflict = protect: last-good copy, else 503 + Retry-After for the causes concurrent-operation and locked; other methods: pass, only the body is replaced",
		Note:    "Google treats 409 like any 4xx: content ignored, an indexed URL is removed. Retry-After only when waiting helps; ETag is that of the current version. Automatic retry and status depend on the cause: see conflict.md.",
	},
	{
		Code: 410, Name: "Gone", Registered: true, Reference: "RFC 9110 15.5.11",
		OwnerSteps: []string{
			"Remove links and sitemap entries.",
			"Keep the 410 for months so caches and indexes learn it.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "public, max-age=3600",
		Crawler: "pass",
		Note:    "Heuristically cacheable, so the edge sets it explicitly; 3600 to 86400 seconds.",
	},
	{
		Code: 411, Name: "Length Required", Registered: true, Reference: "RFC 9110 15.5.12",
		OwnerSteps: []string{
			"Buffer chunked uploads at the edge and add Content-Length.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		Crawler: "not applicable to GET",
	},
	{
		Code: 412, Name: "Precondition Failed", Registered: true, Reference: "RFC 9110 15.5.13",
		OwnerSteps: []string{
			"Return the current ETag so that the client can retry.",
			"Never answer GET with 412 unless the client sent a precondition.",
			"Evaluate preconditions in RFC 9110 13.2.2 order.",
		},
		Expected: []string{"ETag"},
		Index:    Dropped, Safe: SafeAfterRefetch, Automatic: RetryNever, Cache: "no-store",
		Crawler: "pass; with reads.conflict = protect and no condition from the client: as 409",
	},
	{
		Code: 413, Name: "Content Too Large", Registered: true, Reference: "RFC 9110 15.5.14",
		OwnerSteps: []string{
			"State the limit on the page.",
			"Align proxy and application limits.",
			"Add Retry-After if the limit is temporary.",
		},
		Expected: []string{"Retry-After", "Connection"},
		Index:    Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		Crawler: "not applicable to GET",
		Note:    "Retry-After only when the limit is temporary; Connection: close when the rest of the body is not read.",
	},
	{
		Code: 414, Name: "URI Too Long", Registered: true, Reference: "RFC 9110 15.5.15",
		OwnerSteps: []string{
			"Look for redirect loops that append to the URL.",
			"Use POST for long queries.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		Crawler: "pass; audit redirect growth",
		Note:    "Heuristically cacheable by default, so no-store is sent explicitly.",
	},
	{
		Code: 415, Name: "Unsupported Media Type", Registered: true, Reference: "RFC 9110 15.5.16",
		OwnerSteps: []string{
			"List accepted types in Accept / Accept-Patch / Accept-Post.",
		},
		Expected: []string{"Accept", "Accept-Encoding", "Accept-Patch"},
		Index:    Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		Crawler: "not applicable to GET",
	},
	{
		Code: 416, Name: "Range Not Satisfiable", Registered: true, Reference: "RFC 9110 15.5.17",
		OwnerSteps: []string{
			"Send Content-Range: bytes */LENGTH.",
			"Use strong ETags so If-Range works after changes.",
		},
		Expected: []string{"Content-Range"},
		Index:    Dropped, Safe: SafeChangedRequest, Automatic: RetryOnceChanged, Cache: "no-store",
		Crawler: "pass with its Content-Range; never repeated by itself",
		Note:    "Content-Range is \"bytes */LENGTH\". The repair is the same request without Range.",
	},
	{
		Code: 417, Name: "Expectation Failed", Registered: true, Reference: "RFC 9110 15.5.18",
		OwnerSteps: []string{
			"Retry the upstream without Expect.",
		},
		Index: Dropped, Safe: SafeChangedRequest, Automatic: RetryOnceChanged, Cache: "no-store",
		Crawler: "not applicable to GET",
		Note:    "The repair is the same request without Expect.",
	},
}
