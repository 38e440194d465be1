package crawl

import (
	"net/http"

	"github.com/seed-3913a1bb/signpost/status"
)

// statusOf is the one place where the transport's number becomes a Code.
func statusOf(resp *http.Response) status.Code { return status.Code(resp.StatusCode) }
