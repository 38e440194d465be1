// Package page renders the report for people: one HTML page that needs no
// script and no second request. It shows what its view models hold, which is
// already in words.
package page
