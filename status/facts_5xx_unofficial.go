package status

// unofficial5xx holds codes from 500 that products invented.
var unofficial5xx = []Facts{
	{
		Code: 509, Name: "Bandwidth Limit Exceeded", Registered: false, Reference: "Apache/cPanel",
		OwnerSteps: []string{
			"Raise the plan; use 503 + Retry-After or 429.",
		},
		Index: SlowsCrawl, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		RestateTo: 503,
		Crawler:   "restate as 503 + Retry-After",
	},
	{
		Code: 520, Name: "Web Server Returned an Unknown Error", Registered: false, Reference: "Cloudflare",
		OwnerSteps: []string{
			"Look for empty replies, oversized headers or crashes.",
		},
		Index: SlowsCrawl, Safe: SafeIdempotent, Automatic: RetryGetHeadOnce, Cache: "no-store",
		RestateTo: 502,
		Crawler:   "last-good copy if the owner allowed it, else restate as 502",
	},
	{
		Code: 521, Name: "Web Server Is Down", Registered: false, Reference: "Cloudflare",
		OwnerSteps: []string{
			"Start the server; allow the CDN's addresses in the firewall.",
		},
		Index: SlowsCrawl, Safe: SafeIdempotent, Automatic: RetryGetHeadOnce, Cache: "no-store",
		RestateTo: 502,
		Crawler:   "last-good copy if the owner allowed it, else restate as 502",
	},
	{
		Code: 522, Name: "Connection Timed Out", Registered: false, Reference: "Cloudflare",
		OwnerSteps: []string{
			"Check firewall, load and routing.",
		},
		Index: SlowsCrawl, Safe: SafeIdempotent, Automatic: RetryGetHeadOnce, Cache: "no-store",
		RestateTo: 502,
		Crawler:   "last-good copy if the owner allowed it, else restate as 502",
	},
	{
		Code: 523, Name: "Origin Is Unreachable", Registered: false, Reference: "Cloudflare",
		OwnerSteps: []string{
			"Check DNS records and routing.",
		},
		Index: SlowsCrawl, Safe: SafeIdempotent, Automatic: RetryGetHeadOnce, Cache: "no-store",
		RestateTo: 502,
		Crawler:   "last-good copy if the owner allowed it, else restate as 502",
	},
	{
		Code: 524, Name: "A Timeout Occurred", Registered: false, Reference: "Cloudflare",
		OwnerSteps: []string{
			"Shorten the slow work or make it asynchronous.",
		},
		Index: SlowsCrawl, Safe: SafeIdempotent, Automatic: RetryGetHeadOnce, Cache: "no-store",
		RestateTo: 502,
		Crawler:   "last-good copy if the owner allowed it, else restate as 502",
	},
	{
		Code: 525, Name: "SSL Handshake Failed", Registered: false, Reference: "Cloudflare",
		OwnerSteps: []string{
			"Check origin TLS versions, ciphers and SNI.",
		},
		Index: SlowsCrawl, Safe: SafeIdempotent, Automatic: RetryGetHeadOnce, Cache: "no-store",
		RestateTo: 502,
		Crawler:   "last-good copy if the owner allowed it, else restate as 502",
	},
	{
		Code: 526, Name: "Invalid SSL Certificate", Registered: false, Reference: "Cloudflare",
		OwnerSteps: []string{
			"Renew or correct the origin certificate.",
		},
		Index: SlowsCrawl, Safe: SafeIdempotent, Automatic: RetryGetHeadOnce, Cache: "no-store",
		RestateTo: 502,
		Crawler:   "last-good copy if the owner allowed it, else restate as 502",
	},
	{
		Code: 527, Name: "Railgun Error", Registered: false, Reference: "Cloudflare",
		OwnerSteps: []string{
			"Remove Railgun.",
		},
		Index: SlowsCrawl, Safe: SafeIdempotent, Automatic: RetryGetHeadOnce, Cache: "no-store",
		RestateTo: 502,
		Crawler:   "last-good copy if the owner allowed it, else restate as 502",
		Note:      "Retired.",
	},
	{
		Code: 529, Name: "Site Is Overloaded", Registered: false, Reference: "Qualys; several APIs",
		OwnerSteps: []string{
			"Use 503 + Retry-After.",
		},
		Index: SlowsCrawl, Safe: SafeAfterDelay, Automatic: RetryHonourRetryAfter, Cache: "no-store",
		RestateTo: 503,
		Crawler:   "restate as 503 + Retry-After",
	},
	{
		Code: 530, Name: "Origin DNS or 1xxx Error", Registered: false, Reference: "Cloudflare",
		OwnerSteps: []string{
			"Read the 1xxx code in the body; also used by Pantheon for frozen sites.",
		},
		Index: SlowsCrawl, Safe: SafeIdempotent, Automatic: RetryGetHeadOnce, Cache: "no-store",
		RestateTo: 502,
		Crawler:   "last-good copy if the owner allowed it, else restate as 502",
		Note:      "Pantheon uses 530 for frozen sites.",
	},
	{
		Code: 540, Name: "Temporarily Disabled", Registered: false, Reference: "Shopify",
		OwnerSteps: []string{
			"Use 503 + Retry-After.",
		},
		Index: SlowsCrawl, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		RestateTo: 503,
		Crawler:   "restate as 503 + Retry-After",
	},
	{
		Code: 561, Name: "Unauthorized", Registered: false, Reference: "AWS ELB (identity provider error)",
		OwnerSteps: []string{
			"Check the IdP response in the ELB logs.",
		},
		Index: SlowsCrawl, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		RestateTo: 502,
		Crawler:   "restate as 502",
	},
	{
		Code: 598, Name: "Network Read Timeout", Registered: false, Reference: "some proxies",
		OwnerSteps: []string{
			"Use 504.",
		},
		Index: SlowsCrawl, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		RestateTo: 504,
		Crawler:   "restate as 504",
	},
	{
		Code: 599, Name: "Network Connect Timeout", Registered: false, Reference: "some proxies",
		OwnerSteps: []string{
			"Use 504.",
		},
		Index: SlowsCrawl, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		RestateTo: 504,
		Crawler:   "restate as 504",
	},
}
