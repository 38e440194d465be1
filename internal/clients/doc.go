// Package clients holds the tests that run real programs through the edge: git,
// npm, go, wget and WebDAV clients see what they see without it.
package clients
