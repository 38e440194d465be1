// Package locale imports upwards.
package locale

import (
	_ "github.com/seed-3913a1bb/signpost/views"
)
