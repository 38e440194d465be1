package handlers

import (
	"errors"
	"io"
	"maps"
	"net/http"
)

// readingAhead returns a copy of the answer whose body can be read ahead. The
// transport writes the trailers into its own answer at the end of the body,
// which another goroutine may meet; the copy gets them when its reader does.
func readingAhead(res *http.Response) (*http.Response, *readAhead) {
	ahead := newReadAhead(res.Body)
	own := *res
	own.Trailer = maps.Clone(res.Trailer)
	own.Body = &trailing{readAhead: ahead, from: res, to: &own}
	return &own, ahead
}

// trailing hands trailers over at the end of a body.
type trailing struct {
	*readAhead
	from, to *http.Response
}

// Read reads on, and takes the trailers over at the end.
func (t *trailing) Read(p []byte) (int, error) {
	n, err := t.readAhead.Read(p)
	if errors.Is(err, io.EOF) && len(t.from.Trailer) > 0 {
		if t.to.Trailer == nil {
			t.to.Trailer = http.Header{}
		}
		maps.Copy(t.to.Trailer, t.from.Trailer)
	}
	return n, err
}
