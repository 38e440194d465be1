package problem_test

import (
	"fmt"
	"net/http"

	"github.com/seed-3913a1bb/signpost/problem"
)

func ExampleRead() {
	p := problem.Read(problem.Exchange{
		Method: http.MethodPut,
		Status: 409,
		Header: http.Header{"Content-Type": {"application/json"}},
		Body:   []byte(`{"code":"version_conflict","message":"Document version conflict","current_version_no":4,"base_version_no":3}`),
	})
	fmt.Println(p.Cause, p.CurrentVersion, p.YourVersion)
	fmt.Println(p.Summary)
	// Output:
	// edit-conflict 4 3
	// Document version conflict
}

func ExampleParseResponse() {
	x, err := problem.ParseResponse([]byte("HTTP/2 423 \r\ncontent-type: text/plain\r\n\r\nThe file is checked out by Anna."))
	if err != nil {
		fmt.Println(err)
		return
	}
	p := problem.Read(x)
	fmt.Println(p.Cause, p.Retryable, p.Confidence)
	// Output: locked true status
}

func ExampleClassify() {
	body := "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>"
	c := problem.Classify(problem.Held{Status: 502, Body: []byte(body), Complete: true, Size: int64(len(body))})
	fmt.Println(c.Class, c.Kind, c.Signature)
	// Output: default html nginx
}

func ExampleDocument_JSON() {
	d := problem.Document{Type: "about:blank", Title: "Not Found", Status: 404, Detail: "No order with the number 4711"}
	fmt.Print(string(d.JSON()))
	// Output: {"type":"about:blank","title":"Not Found","status":404,"detail":"No order with the number 4711","retryable":false}
}
