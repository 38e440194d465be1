package handlers_test

import (
	"net/http"
	"testing"
)

func TestSmoke(t *testing.T) {
	edge := startEdge(t, site(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(409)
		w.Write([]byte(`{"error":"conflict"}`))
	}))
	for _, f := range [][]string{browser, {"Accept", "application/json"}, nil} {
		e := ask(t, "GET", edge+"/x", f...)
		t.Log(e.StatusCode, e.Header, e.body)
	}
	e := ask(t, "GET", startEdge(t, "http://127.0.0.1:1")+"/x", browser...)
	t.Log(e.StatusCode, e.Header, e.body)
}
