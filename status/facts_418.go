package status

// registered418 holds the registered codes 418 to 451.
var registered418 = []Facts{
	{
		Code: 418, Name: "(Unused)", Registered: true, Reference: "RFC 9110 15.5.19",
		OwnerSteps: []string{
			"Do not use it for blocking bots; use 403 or 429.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		Crawler: "pass; audit as error",
		Note:    "Reserved and unused in the registry; many programs send it as a joke or to bots.",
	},
	{
		Code: 421, Name: "Misdirected Request", Registered: true, Reference: "RFC 9110 15.5.20",
		OwnerSteps: []string{
			"Fix certificate/host coverage for coalesced HTTP/2 connections.",
			"A proxy must not invent 421.",
		},
		Index: Dropped, Safe: SafeNewConnection, Automatic: RetryOnceNewConnection, Cache: "no-store",
		Crawler: "send to the upstream once more on a new connection, else pass",
	},
	{
		Code: 422, Name: "Unprocessable Content", Registered: true, Reference: "RFC 9110 15.5.21",
		OwnerSteps: []string{
			"List each bad field with a pointer (RFC 9457 extension).",
			"Use 409 when the clash is with stored state.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		Crawler: "not applicable to GET",
	},
	{
		Code: 423, Name: "Locked", Registered: true, Reference: "RFC 4918 11.3",
		OwnerSteps: []string{
			"Say who holds the lock and until when.",
			"Use time-limited locks.",
			"Offer a take-over action with confirmation.",
		},
		Expected: []string{"Retry-After"},
		Index:    Dropped, Safe: SafeAfterDelay, Automatic: RetryNever, Cache: "no-store",
		Crawler: "pass by default; with reads.conflict = protect: last-good copy, else 503 + Retry-After; a write lock must not block reading",
		Note:    "Lock-Token belongs to a successful LOCK, not to 423. Writes are never repeated; reads must not be blocked by a write lock.",
	},
	{
		Code: 424, Name: "Failed Dependency", Registered: true, Reference: "RFC 4918 11.4",
		OwnerSteps: []string{
			"Report the inner status (multistatus) as the cause.",
		},
		Index: Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		Crawler: "pass; audit as error on GET",
	},
	{
		Code: 425, Name: "Too Early", Registered: true, Reference: "RFC 8470 5.2",
		OwnerSteps: []string{
			"Forward 425 when the request carried Early-Data; otherwise retry after the handshake.",
		},
		Index: Dropped, Safe: SafeYes, Automatic: RetryOnceAfterHandshake, Cache: "no-store",
		Crawler: "forward when the request carried Early-Data, else send once more after the handshake, else pass",
		Note:    "Forward it when the request carried Early-Data; otherwise wait for the handshake and send once more.",
	},
	{
		Code: 426, Name: "Upgrade Required", Registered: true, Reference: "RFC 9110 15.5.22",
		OwnerSteps: []string{
			"Send Upgrade with the wanted protocol.",
			"Do not use it to move HTTP to HTTPS: redirect.",
		},
		Required: []string{"Upgrade"},
		Expected: []string{"Connection"},
		Index:    Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "no-store",
		Crawler: "never on GET of an indexable page",
		Note:    "Upgrade also needs Connection: Upgrade in HTTP/1.1; HTTP/2 and HTTP/3 have neither.",
	},
	{
		Code: 428, Name: "Precondition Required", Registered: true, Reference: "RFC 6585 3",
		OwnerSteps: []string{
			"Send the current ETag and say that If-Match is required.",
			"Do not require it on GET/HEAD or creation.",
		},
		Expected: []string{"ETag"},
		Index:    Dropped, Safe: SafeAfterRefetch, Automatic: RetryNever, Cache: "no-store",
		Crawler: "pass by default; with reads.conflict = protect: as 409; audit as error on GET",
		Note:    "RFC 6585: must not be stored by a cache.",
	},
	{
		Code: 429, Name: "Too Many Requests", Registered: true, Reference: "RFC 6585 4",
		OwnerSteps: []string{
			"Send Retry-After; optionally RateLimit and RateLimit-Policy.",
			"Limit per client, not per site.",
			"Exempt or slow verified crawlers gently.",
		},
		Expected: []string{"Retry-After", "RateLimit", "RateLimit-Policy"},
		Index:    SlowsCrawl, Safe: SafeAfterDelay, Automatic: RetryHonourRetryAfter, Cache: "no-store",
		Crawler: "pass with Retry-After",
		Note:    "Google counts 429 with the server errors. RFC 6585: must not be stored by a cache.",
	},
	{
		Code: 431, Name: "Request Header Fields Too Large", Registered: true, Reference: "RFC 6585 5",
		OwnerSteps: []string{
			"Name the offending header.",
			"Expire runaway cookies (Set-Cookie with Max-Age=0).",
		},
		Expected: []string{"Set-Cookie"},
		Index:    Dropped, Safe: SafeChangedRequest, Automatic: RetryNever, Cache: "no-store",
		Crawler: "pass",
		Note:    "RFC 6585: must not be stored by a cache. Set-Cookie that expires known oversized cookies is the repair.",
	},
	{
		Code: 451, Name: "Unavailable For Legal Reasons", Registered: true, Reference: "RFC 7725",
		OwnerSteps: []string{
			"Send Link rel=\"blocked-by\".",
			"Explain the legal basis; limit by region if possible.",
		},
		Expected: []string{"Link"},
		Index:    Dropped, Safe: SafeNo, Automatic: RetryNever, Cache: "public, max-age=3600",
		Crawler: "pass",
		Note:    "Link carries rel=\"blocked-by\". Cacheable by default; private, or a Vary, when the answer depends on the region.",
	},
}
