package problem_test

import (
	"net/http"
	"testing"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

func TestASuccessIsAConflictOnlyWhereItsBodyDeniesIt(t *testing.T) {
	for _, c := range []struct {
		name, method, body string
		status             status.Code
		cause              problem.Cause
	}{
		{"a denied success with a code", "POST", `{"success":false,"error":"version_conflict"}`, 200, problem.EditConflict},
		{"a code inside the error", "PUT", `{"ok":false,"error":{"code":"DUPLICATE_KEY","message":"no"}}`, 200, problem.AlreadyExists},
		{"a code in a list of errors", "PATCH", `{"success":false,"errors":[{"code":"resource_locked"}]}`, 202, problem.Locked},
		{"a general code leaves the cause open", "POST", `{"success":false,"error":"conflict"}`, 200, problem.Unknown},
		{"a status of its own", "POST", `{"status":409,"message":"no"}`, 200, problem.Unknown},
		{"a status of its own that means one thing", "POST", `{"code":423,"message":"no"}`, 200, problem.Locked},
		{"an interface of a wiki", "POST", `{"error":{"code":"editconflict","info":"Edit conflict."}}`, 200, problem.EditConflict},

		{"a page that is read", "GET", `{"success":false,"error":"version_conflict"}`, 200, ""},
		{"a success that is one", "POST", `{"success":true,"error":"version_conflict"}`, 200, ""},
		{"a refusal for another reason", "POST", `{"success":false,"error":"not_found"}`, 200, ""},
		{"a code of an item", "POST", `{"success":false,"items":[{"name":"a","status":"locked"}]}`, 200, ""},
		{"words alone", "POST", `{"success":false,"message":"Somebody else has changed this document."}`, 200, ""},
		{"a record about conflicts", "POST", `{"id":7,"title":"Edit conflict","type":"version_conflict"}`, 201, ""},
		{"a list", "POST", `[{"success":false,"error":"version_conflict"}]`, 200, ""},
		{"a number that is no status", "POST", `{"success":true,"count":409}`, 200, ""},
		{"success as a word", "POST", `{"success":"false","error":"version_conflict"}`, 200, ""},
	} {
		p := problem.Read(problem.Exchange{
			Method: c.method, Path: "/x", Status: c.status, Body: []byte(c.body),
			Header: http.Header{"Content-Type": {"application/json"}},
		})
		if p.Cause != c.cause || p.Soft != (c.cause != "") {
			t.Errorf("%s: cause %q, soft %v; want %q", c.name, p.Cause, p.Soft, c.cause)
		}
	}
}
