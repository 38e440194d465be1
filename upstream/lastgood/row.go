package lastgood

import (
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"net/http"
	"strings"
	"time"
)

// row is an entry as it stands on disk.
type row struct {
	key, variant, names      string
	subject                  int64
	asked, stored, validated int64
	header, body             []byte
	seal                     int64
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func newRow(e *entry) (row, error) {
	header, err := json.Marshal(e.copy.Header)
	r := row{
		key: e.key, variant: e.variant, names: strings.Join(e.names, ","),
		subject: int64(e.copy.Subject),
		asked:   e.copy.Asked.UnixNano(), stored: e.copy.Stored.UnixNano(), validated: e.copy.Validated.UnixNano(),
		header: header, body: e.copy.Body,
	}
	r.seal = r.sum()
	return r, err
}

// sum is the seal of everything that decides what is served, and for how long.
func (r *row) sum() int64 {
	sum := crc32.New(castagnoli)
	for _, part := range [][]byte{[]byte(r.key), []byte(r.variant), []byte(r.names), r.header, r.body} {
		_ = binary.Write(sum, binary.BigEndian, int64(len(part)))
		_, _ = sum.Write(part)
	}
	_ = binary.Write(sum, binary.BigEndian, []int64{r.subject, r.asked, r.stored, r.validated})
	return int64(sum.Sum32())
}

// entry reads a row; false when it has changed on disk.
func (r *row) entry() (*entry, bool) {
	if r.sum() != r.seal {
		return nil, false
	}
	e := &entry{key: r.key, variant: r.variant}
	if r.names != "" {
		e.names = strings.Split(r.names, ",")
	}
	var header http.Header
	if json.Unmarshal(r.header, &header) != nil || header == nil {
		return nil, false
	}
	e.copy = Copy{
		Subject: Subject(r.subject), Header: header, Body: r.body,
		Asked: time.Unix(0, r.asked), Stored: time.Unix(0, r.stored), Validated: time.Unix(0, r.validated),
	}
	e.saved = e.copy.Validated
	return e, true
}
