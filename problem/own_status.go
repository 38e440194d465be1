package problem

import "github.com/seed-3913a1bb/signpost/status"

// ownStatusPaths are where a body repeats the status that it was meant to be
// sent with.
var ownStatusPaths = compilePaths(
	"status", "status_code", "code", "error_code", "http_status", "http_code",
	"error.status", "error.status_code", "error.code", "error.http_status",
	"errors.status", "errors.status_code",
)

// ownStatus returns the conflict that a body names as its status where the
// answer itself says something general: 400 around {"statusCode": "409"}.
func ownStatus(t *tree, outer status.Code) status.Code {
	for _, path := range ownStatusPaths {
		v, ok := t.get(path)
		if !ok || len(v) != len("409") {
			continue
		}
		if c, err := status.Parse(v); err == nil && namesConflict.Has(c) {
			return c
		}
	}
	return outer
}
