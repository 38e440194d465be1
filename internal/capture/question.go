package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sort"
	"strconv"
	"strings"
	"time"
)

// maxSample is how much of a body is kept: no reader looks at more.
const maxSample = 64 << 10

// question is one request: its raw bytes, and the status that names its sample.
type question struct {
	name, text string
	raw        string
}

// newQuestion reads a line of a site's file.
//
//	ask: NAME METHOD PATH [BODY]    as a program asks
//	html: NAME METHOD PATH [BODY]   as a browser asks
//	raw: NAME BYTES                 as it stands, with the escapes of Go
func newQuestion(kind, line string) (question, error) {
	name, rest, _ := strings.Cut(line, " ")
	if kind == "raw" {
		raw, err := strconv.Unquote(`"` + rest + `"`)
		return question{name: name, text: "raw " + rest, raw: raw}, err
	}
	words := append(strings.SplitN(rest, " ", 3), "", "")
	accept := "*/*"
	if kind == "html" {
		accept = "text/html"
	}
	raw := fmt.Sprintf("%s %s HTTP/1.1\r\nHost: www.shop.example\r\nAccept: %s\r\nConnection: close\r\n", words[0], words[1], accept)
	if words[2] != "" {
		raw += fmt.Sprintf("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n", len(words[2]))
	}
	return question{name: name, text: words[0] + " " + words[1], raw: raw + "\r\n" + words[2]}, nil
}

// answer is what came back, as text.
type answer struct {
	code int
	raw  string
}

// ask sends the bytes and writes down the answer with a sorted header, without
// the fields that describe the transfer or the moment.
func (q question) ask(ctx context.Context, port string) (answer, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", "127.0.0.1:"+port)
	if err != nil {
		return answer{}, err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		return answer{}, err
	}
	if _, err := io.WriteString(conn, q.raw); err != nil {
		return answer{}, err
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxSample))
	if err != nil {
		return answer{}, err
	}
	return answer{res.StatusCode, write(res, body)}, nil
}

func write(res *http.Response, body []byte) string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %s\n", res.Status)
	names := make([]string, 0, len(res.Header))
	for name := range res.Header {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		switch name {
		case "Date", "Content-Length", "Connection", "Keep-Alive", "Expires", "Last-Modified", "Set-Cookie":
			continue
		}
		for _, value := range res.Header[name] {
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
	}
	b.WriteString("\n")
	b.Write(body)
	return b.String()
}
