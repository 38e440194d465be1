// Package views compares where it must not.
package views

import (
	"net/http"

	"github.com/seed-3913a1bb/signpost/status"
)

func compare(c status.Code, res *http.Response, statusCode, width int) int {
	unset := c == 0
	wide := width >= 400
	_ = unset || wide || c.Valid()
	n := 0
	for _, hit := range []bool{
		c == 409,
		res.StatusCode >= 400,
		width == http.StatusConflict,
		statusCode < 500,
	} {
		_ = hit
		n++
	}
	switch c {
	case 404:
		return 1
	}
	return n
}

var _ = compare
