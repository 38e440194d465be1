package status

// unofficial4xx holds codes below 500 that products invented.
var unofficial4xx = []Facts{
	{
		Code: 419, Name: "Page Expired", Registered: false, Reference: "Laravel (CSRF token mismatch)",
		OwnerSteps: []string{
			"Extend session lifetime on long forms.",
			"Do not cache pages with CSRF tokens.",
		},
		Index: Dropped, Safe: SafeAfterRefetch, Automatic: RetryNever, Cache: "no-store",
		Crawler: "not applicable to GET",
		Note:    "The repair is to load the form again.",
	},
	{
		Code: 420, Name: "Enhance Your Calm", Registered: false, Reference: "Twitter v1; Spring",
		OwnerSteps: []string{
			"Use 429.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		RestateTo: 429,
		Crawler:   "restate as 429 + Retry-After",
		Note:      "Spring used 420 for Method Failure.",
	},
	{
		Code: 430, Name: "Security Rejection", Registered: false, Reference: "Shopify",
		OwnerSteps: []string{
			"Use 403 or 429.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		RestateTo: 403,
		Crawler:   "restate as 403",
		Note:      "Also seen as a rate limit.",
	},
	{
		Code: 440, Name: "Login Time-out", Registered: false, Reference: "Microsoft IIS",
		OwnerSteps: []string{
			"Use 401 with a challenge or a redirect to sign-in.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		RestateTo: 401,
		Crawler:   "restate as 401",
		Note:      "403 instead of 401 when the route has no configured challenge.",
	},
	{
		Code: 444, Name: "No Response", Registered: false, Reference: "nginx",
		OwnerSteps: []string{
			"nginx closes silently: no response is ever sent; seen only in logs.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		RestateTo: 502,
		Crawler:   "restate as 502",
		Note:      "Never on the wire: nginx closes the connection.",
	},
	{
		Code: 449, Name: "Retry With", Registered: false, Reference: "Microsoft IIS; Cosmos DB",
		OwnerSteps: []string{
			"Cosmos DB 449 means a concurrent write: retry with backoff.",
		},
		Index: Dropped, Safe: SafeYes, Automatic: RetryGetHeadOnce, Cache: "no-store",
		RestateTo: 503,
		Crawler:   "restate as 503 + Retry-After",
		Note:      "In Cosmos DB a concurrent write.",
	},
	{
		Code: 450, Name: "Blocked by Parental Controls", Registered: false, Reference: "Microsoft",
		OwnerSteps: []string{
			"Not for public sites.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		RestateTo: 403,
		Crawler:   "restate as 403",
	},
	{
		Code: 460, Name: "Client Closed Connection", Registered: false, Reference: "AWS ELB",
		OwnerSteps: []string{
			"The upstream was slower than the client's timeout.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		Crawler: "log only",
		Note:    "Never on the wire: seen in load-balancer logs only.",
	},
	{
		Code: 463, Name: "Too Many Forwarded Addresses", Registered: false, Reference: "AWS ELB",
		OwnerSteps: []string{
			"More than 30 addresses in X-Forwarded-For: trim it.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		RestateTo: 400,
		Crawler:   "restate as 400",
	},
	{
		Code: 464, Name: "Incompatible Protocol", Registered: false, Reference: "AWS ELB",
		OwnerSteps: []string{
			"Fix the target group's protocol version.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		RestateTo: 502,
		Crawler:   "restate as 502",
	},
	{
		Code: 494, Name: "Request Header Too Large", Registered: false, Reference: "nginx",
		OwnerSteps: []string{
			"nginx-internal; clients see 400; map to 431.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		RestateTo: 431,
		Crawler:   "restate as 431",
		Note:      "nginx-internal; clients see 400.",
	},
	{
		Code: 495, Name: "SSL Certificate Error", Registered: false, Reference: "nginx",
		OwnerSteps: []string{
			"Visible to clients as 400 unless error_page is set.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		RestateTo: 403,
		Crawler:   "restate as 403",
		Note:      "Clients see 400 unless error_page says otherwise.",
	},
	{
		Code: 496, Name: "SSL Certificate Required", Registered: false, Reference: "nginx",
		OwnerSteps: []string{
			"Visible to clients as 400 unless error_page is set.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		RestateTo: 403,
		Crawler:   "restate as 403",
		Note:      "Clients see 400 unless error_page says otherwise.",
	},
	{
		Code: 497, Name: "HTTP Request Sent to HTTPS Port", Registered: false, Reference: "nginx",
		OwnerSteps: []string{
			"Answer with 308 to https.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		RestateTo: 400,
		Crawler:   "restate as 400; never a redirect",
		Note:      "Clients see 400 unless error_page says otherwise. The edge does not turn errors into redirects: redirect http to https in the listener.",
	},
	{
		Code: 498, Name: "Invalid Token", Registered: false, Reference: "Esri ArcGIS",
		OwnerSteps: []string{
			"Use 401.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		RestateTo: 401,
		Crawler:   "restate as 401",
		Note:      "403 instead of 401 when the route has no configured challenge.",
	},
	{
		Code: 499, Name: "Client Closed Request", Registered: false, Reference: "nginx; Esri ArcGIS",
		OwnerSteps: []string{
			"Log-only in nginx: look for slow upstreams.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		Crawler: "log only",
		Note:    "Never on the wire in nginx (log only); Esri ArcGIS sends 499 for Token Required.",
	},
}
