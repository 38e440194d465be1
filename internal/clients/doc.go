// Package clients holds the tests that run real programs through the edge: curl,
// git, npm, go, apt, wget, requests, WebDAV clients and chromium see what they see
// without it.
package clients
