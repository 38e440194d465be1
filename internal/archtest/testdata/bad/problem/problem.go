// Package problem imports a room for tests.
package problem

import (
	_ "github.com/seed-3913a1bb/signpost/internal/golden"
)
