package upstream

import (
	"io"
	"net/http"
	"time"
)

const (
	// maxDiscard is how much of an unwanted body is read to save its connection.
	maxDiscard = 64 << 10
	// discardTime is how long that may take.
	discardTime = 100 * time.Millisecond
)

// Discard gets rid of the body of an answer that is replaced. A body of known
// length up to 64 KiB is read to its end within 100 ms, so that the connection
// serves the next request; any other is closed together with its connection.
// Whoever calls it must have stopped reading the body.
func Discard(res *http.Response) {
	body := res.Body // the caller may put another one in its place while a late timer runs
	defer body.Close()

	if res.ContentLength < 0 || res.ContentLength > maxDiscard {
		return
	}
	late := time.AfterFunc(discardTime, func() { _ = body.Close() })
	defer late.Stop()

	// One byte more than allowed, so that the end is seen.
	_, _ = io.Copy(io.Discard, io.LimitReader(body, maxDiscard+1))
}
