package lastgood

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Age is how old the answer is by now, on the whole way from the site's server
// (RFC 9111 section 4.2.3).
func (c Copy) Age(now time.Time) time.Duration {
	since := now.Sub(c.Asked)
	if text := strings.TrimSpace(c.Header.Get("Age")); text != "" {
		since += parseSeconds(text)
	}
	if date, err := http.ParseTime(c.Header.Get("Date")); err == nil {
		since = max(since, now.Sub(date))
	}
	return max(since, 0)
}

// Lifetime is how long the answer is fresh by the site's own words (RFC 9111
// section 4.2.1); 0 without any. Nothing is guessed.
func (c Copy) Lifetime() time.Duration {
	d := parseDirectives(c.Header, "Cache-Control")
	switch {
	case d.sMaxAge.given:
		return d.sMaxAge.value
	case d.maxAge.given:
		return d.maxAge.value
	}
	expires, err := http.ParseTime(c.Header.Get("Expires"))
	if err != nil {
		return 0
	}
	date, err := http.ParseTime(c.Header.Get("Date"))
	if err != nil {
		date = c.Asked
	}
	return max(expires.Sub(date), 0)
}

func ageField(age time.Duration) string {
	return strconv.FormatInt(min(int64(age/time.Second), maxSeconds), 10)
}
