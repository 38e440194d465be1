package report

import (
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/status"
)

// sarifRequest is the first request of the evidence.
func sarifRequest(f audit.Finding) *sarifWebRequest {
	out := &sarifWebRequest{Target: f.URL, Method: "GET"}
	if len(f.Evidence) > 0 {
		out.Headers = headerLines(f.Evidence[0].Request)
	}
	return out
}

// sarifResponse is the answer to it; nil where no single answer is meant.
func sarifResponse(f audit.Finding) *sarifWebResponse {
	if f.Status == nil {
		return nil
	}
	out := &sarifWebResponse{Code: *f.Status, None: *f.Status == 0, Reason: status.Code(*f.Status).Reason()}
	if len(f.Evidence) > 0 {
		out.Headers = headerLines(f.Evidence[0].Response)
	}
	return out
}

// headerLines reads the fields behind the first line; of a field that comes
// several times, the values are joined.
func headerLines(lines []string) map[string]string {
	out := map[string]string{}
	for _, line := range lines[min(1, len(lines)):] {
		name, value, ok := strings.Cut(visible(line), ": ")
		if !ok {
			continue
		}
		if before, twice := out[name]; twice {
			value = before + ", " + value
		}
		out[name] = value
	}
	return out
}
