package rule

import (
	"regexp"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// privatePlace matches paths of what is one visitor's own. They are kept from
// search engines on purpose, and redirects lead to them on purpose too.
var privatePlace = regexp.MustCompile(`(?i)/(?:[a-z]{2}/)?(?:wp-)?(?:log-?in|sign-?in|sign-?up|register|auth|oauth2?|sso|session|account|my-?account|users?|profile|admin|dashboard|cart|basket|checkout|order|search|anmelden|warenkorb|konto|kasse|panier|connexion|compte)s?(?:[/._?-]|$)`)

func isPrivatePlace(a crawl.Address) bool { return privatePlace.MatchString(a.PathQuery()) }
