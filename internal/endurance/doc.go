// Package endurance holds the tests that run the real program as a site does, for
// longer than one request: it is reloaded, killed and bombed under load, and
// visitors must not notice.
package endurance
