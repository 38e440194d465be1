package form

import (
	"errors"
	"io"
	"mime/multipart"
)

// formData collects multipart/form-data (RFC 7578). A goroutine reads the parts
// as they come, so that of a large file only its size is held; finish ends it.
type formData struct {
	in   *io.PipeWriter
	out  chan rawForm
	text int
}

func newMultipart(boundary string) *formData {
	read, write := io.Pipe()
	d := &formData{in: write, out: make(chan rawForm, 1)}
	go d.collect(read, boundary)
	return d
}

// errCut ends a body that will not come to its end.
var errCut = errors.New("cut off")

func (d *formData) write(p []byte) { _, _ = d.in.Write(p) }

func (d *formData) finish(whole bool) rawForm {
	var end error
	if !whole {
		end = errCut
	}
	_ = d.in.CloseWithError(end)
	f := <-d.out
	f.cut = f.cut || !whole
	return f.decode("")
}

// collect reads parts until the body ends or breaks, and then goes on reading
// so that nobody who writes has to wait.
func (d *formData) collect(body *io.PipeReader, boundary string) {
	var f rawForm
	defer func() {
		if recover() != nil {
			f.cut = true
		}
		_ = body.Close()
		d.out <- f
	}()
	reader := multipart.NewReader(body, boundary)
	for {
		part, err := reader.NextRawPart()
		if err != nil {
			f.cut = f.cut || !errors.Is(err, io.EOF)
			_, _ = io.Copy(io.Discard, body)
			return
		}
		d.part(&f, part)
	}
}

func (d *formData) part(f *rawForm, part *multipart.Part) {
	name := part.FormName()
	if isFile(part) {
		size, err := io.Copy(io.Discard, part)
		f.cut = f.cut || err != nil
		switch {
		case len(f.files) >= maxFields || len(part.FileName()) > maxName || len(name) > maxName:
			f.dropped++
		case part.FileName() != "" || size > 0: // an empty file field was left empty
			f.files = append(f.files, File{Field: name, Name: part.FileName(), Size: size})
		}
		return
	}
	room := min(maxValue, maxText-d.text)
	value, err := io.ReadAll(io.LimitReader(part, int64(max(0, room))))
	rest, _ := io.Copy(io.Discard, part)
	d.text += len(name) + len(value)
	if room <= 0 {
		f.dropped++
		return
	}
	f.add(rawField{name: name, value: string(value), cut: rest > 0 || err != nil})
}

func isFile(part *multipart.Part) bool {
	if part.FileName() != "" {
		return true
	}
	kind := part.Header.Get("Content-Type")
	return kind != "" && kind[:min(len(kind), 10)] != "text/plain"
}
