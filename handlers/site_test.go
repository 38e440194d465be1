package handlers_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// failing is a site whose addresses fail as real ones do; the checks of this
// package ask it through an edge.
func failing(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/api/409", jsonConflict)
	mux.HandleFunc("/text409", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, 409, "text/plain;charset=utf-8", `{"error":"conflict","reason":"Document update conflict."}`)
	})
	mux.HandleFunc("/empty/{code}", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(pathCode(r)) })
	mux.HandleFunc("/nginx/{code}", func(w http.ResponseWriter, r *http.Request) {
		code := pathCode(r)
		title := fmt.Sprintf("%d %s", code, http.StatusText(code))
		reply(w, code, "text/html", "<html>\r\n<head><title>"+title+"</title></head>\r\n<body>\r\n<center><h1>"+title+
			"</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n")
	})
	mux.HandleFunc("/401", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Add("WWW-Authenticate", `Basic realm="a"`)
		w.Header().Add("WWW-Authenticate", `Bearer realm="b"`)
		w.WriteHeader(401)
	})
	mux.HandleFunc("/fields", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Add("Set-Cookie", "a=1")
		w.Header().Add("Set-Cookie", "b=2; Path=/")
		w.Header().Set("Retry-After", "7")
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("X-Transmission-Session-Id", "s1")
		w.Header().Set("X-Request-Id", "up-1")
		w.WriteHeader(409)
	})
	addStreams(mux)
	addPages(mux)
	return site(t, mux.ServeHTTP)
}

// addStreams adds what is more than one piece of text.
func addStreams(mux *http.ServeMux) {
	mux.HandleFunc("/ws", echoSocket)
	mux.HandleFunc("/events", events)
	mux.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		http.ServeContent(w, r, "file.bin", time.Time{}, strings.NewReader(strings.Repeat("0123456789", 100)))
	})
	mux.HandleFunc("/echo", func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.RequestURI) })
	mux.HandleFunc("/put", func(w http.ResponseWriter, r *http.Request) {
		n, _ := io.Copy(io.Discard, r.Body)
		fmt.Fprint(w, n)
	})
	mux.HandleFunc("/trailers", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Trailer", "X-Sum")
		_, _ = io.WriteString(w, "body")
		w.Header().Set("X-Sum", "42")
	})
	mux.HandleFunc("/dav/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Allow", "OPTIONS, PROPFIND")
		reply(w, 405, "text/html", "<html><body><h1>405 "+r.Method+"</h1></body></html>")
	})
}

// addPages adds what is no error, and what must be left alone.
func addPages(mux *http.ServeMux) {
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/to", http.StatusFound) })
	mux.HandleFunc("/soft", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, 200, "text/html", "<h1>Edit conflict</h1>")
	})
	mux.HandleFunc("/app.js", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, 404, "text/html", "<!doctype html><h1>Not found</h1>")
	})
	mux.HandleFunc("/rich", func(w http.ResponseWriter, _ *http.Request) { reply(w, 404, "text/html", richPage) })
	mux.HandleFunc("/gone.png", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404) })
	mux.HandleFunc("/early409", func(w http.ResponseWriter, _ *http.Request) {
		_ = http.NewResponseController(w).EnableFullDuplex()
		jsonConflict(w, nil)
	})
	mux.HandleFunc("/notransform", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Cache-Control", "no-transform")
		jsonConflict(w, nil)
	})
}

const conflictBody = `{"error":{"code":"conflict","message":"The dashboard has been changed by someone else"}}`

var richPage = "<!doctype html><html><head><link rel=stylesheet href=/a.css></head><body><nav><a href=/>Home</a></nav>" +
	"<main><h1>We lost it</h1>" + strings.Repeat("<p>Words of the site.</p>", 200) + "</main></body></html>"

func jsonConflict(w http.ResponseWriter, _ *http.Request) {
	reply(w, 409, "application/json", conflictBody)
}

func reply(w http.ResponseWriter, code int, contentType, body string) {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(code)
	_, _ = io.WriteString(w, body)
}

func pathCode(r *http.Request) int {
	var code int
	_, _ = fmt.Sscan(r.PathValue("code"), &code)
	return code
}

func echoSocket(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Upgrade") == "" {
		w.Header().Set("Upgrade", "websocket")
		w.Header().Set("Connection", "Upgrade")
		w.WriteHeader(http.StatusUpgradeRequired)
		return
	}
	c, err := websocket.Accept(w, r, nil)
	if err != nil {
		return
	}
	kind, b, err := c.Read(r.Context())
	if err == nil {
		_ = c.Write(r.Context(), kind, b)
	}
	_ = c.Close(4009, "conflict")
}

// events sends one event and then nothing until the reader leaves.
func events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	_, _ = io.WriteString(w, "data: first\n\n")
	_ = http.NewResponseController(w).Flush()
	<-r.Context().Done()
}
