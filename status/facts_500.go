package status

// registered500 holds the registered codes from 500.
var registered500 = []Facts{
	{
		Code: 500, Name: "Internal Server Error", Registered: true, Reference: "RFC 9110 15.6.1",
		OwnerSteps: []string{
			"Find the reference number in the logs.",
			"Check the last deploy.",
			"Look for conflicts reported as 500 (duplicate key, existing user).",
		},
		Index: SlowsCrawl, Safe: SafeIdempotent, Automatic: RetryGetHeadOnce, Cache: "no-store",
		Crawler: "last-good copy if the owner allowed it, else pass",
	},
	{
		Code: 501, Name: "Not Implemented", Registered: true, Reference: "RFC 9110 15.6.2",
		OwnerSteps: []string{
			"Send 405 + Allow when the method is known.",
		},
		Index: SlowsCrawl, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		Crawler: "pass",
		Note:    "Heuristically cacheable by default, so no-store is sent explicitly.",
	},
	{
		Code: 502, Name: "Bad Gateway", Registered: true, Reference: "RFC 9110 15.6.3",
		OwnerSteps: []string{
			"Check that the upstream listens and speaks the expected protocol.",
			"Send Proxy-Status with the error type.",
		},
		Expected: []string{"Proxy-Status"},
		Index:    SlowsCrawl, Safe: SafeIdempotent, Automatic: RetryGetHeadOnce, Cache: "no-store",
		Crawler: "last-good copy if the owner allowed it, else pass",
	},
	{
		Code: 503, Name: "Service Unavailable", Registered: true, Reference: "RFC 9110 15.6.4",
		OwnerSteps: []string{
			"Send Retry-After.",
			"Keep maintenance short: days of 503 lead to removal.",
			"Keep robots.txt reachable with 200.",
		},
		Expected: []string{"Retry-After"},
		Index:    SlowsCrawl, Safe: SafeAfterDelay, Automatic: RetryHonourRetryAfter, Cache: "no-store",
		Crawler: "last-good copy if the owner allowed it, else pass with Retry-After",
	},
	{
		Code: 504, Name: "Gateway Timeout", Registered: true, Reference: "RFC 9110 15.6.5",
		OwnerSteps: []string{
			"Find the slow query.",
			"Give crawlers a cached copy.",
		},
		Expected: []string{"Proxy-Status"},
		Index:    SlowsCrawl, Safe: SafeIdempotent, Automatic: RetryGetHeadOnce, Cache: "no-store",
		Crawler: "last-good copy if the owner allowed it, else pass",
	},
	{
		Code: 505, Name: "HTTP Version Not Supported", Registered: true, Reference: "RFC 9110 15.6.6",
		OwnerSteps: []string{
			"Enable HTTP/1.1 on the upstream.",
		},
		Index: SlowsCrawl, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		Crawler: "pass",
	},
	{
		Code: 506, Name: "Variant Also Negotiates", Registered: true, Reference: "RFC 2295 8.1",
		OwnerSteps: []string{
			"Fix the negotiation loop.",
		},
		Index: SlowsCrawl, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		Crawler: "pass",
	},
	{
		Code: 507, Name: "Insufficient Storage", Registered: true, Reference: "RFC 4918 11.5",
		OwnerSteps: []string{
			"Free or raise the quota.",
			"Say which quota is full.",
		},
		Index: SlowsCrawl, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		Crawler: "not applicable to GET",
	},
	{
		Code: 508, Name: "Loop Detected", Registered: true, Reference: "RFC 5842 7.2",
		OwnerSteps: []string{
			"Check binding or proxy loops (CDN-Loop, Via).",
		},
		Index: SlowsCrawl, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		Crawler: "pass",
	},
	{
		Code: 510, Name: "Not Extended", Registered: true, Reference: "RFC 2774 7",
		OwnerSteps: []string{
			"Stop using 510.",
		},
		Index: SlowsCrawl, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		Crawler: "pass",
		Note:    "Obsoleted in the registry.",
	},
	{
		Code: 511, Name: "Network Authentication Required", Registered: true, Reference: "RFC 6585 6",
		OwnerSteps: []string{
			"Origins should not emit this; look for a captive portal between edge and upstream.",
		},
		Index: SlowsCrawl, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		RestateTo: 502,
		Crawler:   "restate as 502",
		Note:      "RFC 6585: must not be stored by a cache. Not for origin servers.",
	},
}
