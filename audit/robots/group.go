package robots

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Group is a run of User-agent lines with the rules below it (RFC 9309 section
// 2.1). Groups that name the same token count together.
type Group struct {
	Line       int           // number of the first User-agent line
	Agents     []string      // product tokens as written, version cut; "*" for everybody
	Rules      []Rule        // in the order of the file
	CrawlDelay time.Duration // the longest one asked for; 0: none. No part of RFC 9309, Google ignores it
}

// anyAgent is the token of the group for crawlers that no group names.
const anyAgent = "*"

// maxCrawlDelay bounds what a file can ask for.
const maxCrawlDelay = 24 * time.Hour

// agentOf reads the value of a User-agent line: the product token that it
// starts with, or anyAgent for a star alone or with white space behind it.
func agentOf(value string) string {
	if strings.HasPrefix(value, anyAgent) && (len(value) == 1 || trim(value[1:2]) == "") {
		return anyAgent
	}
	return Token(value)
}

// Token cuts a user agent or the value of a User-agent line to the product
// token that it starts with: letters, hyphens and underscores (RFC 9309 section
// 2.2.1). "Googlebot/2.1" gives "Googlebot"; the result may be empty.
func Token(userAgent string) string {
	for i := range len(userAgent) {
		if c := lower(userAgent[i]); (c < 'a' || c > 'z') && c != '-' && c != '_' {
			return userAgent[:i]
		}
	}
	return userAgent
}

// delayOf reads the seconds of a Crawl-delay line, 0 if they make no sense.
func delayOf(value string) time.Duration {
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(seconds) || seconds <= 0 {
		return 0
	}
	if seconds >= maxCrawlDelay.Seconds() {
		return maxCrawlDelay
	}
	return time.Duration(seconds * float64(time.Second))
}
