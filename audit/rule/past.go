package rule

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"slices"
	"sort"
	"time"

	"github.com/cespare/xxhash/v2"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

// Past is what a run remembers of the addresses that it asked, for those after
// it: the status of each, since when it is the same, the target of a redirect and
// how long a text is. It takes 18 bytes for each. In JSON it is base64. The zero
// Past remembers nothing.
type Past struct{ sorted []byte }

// Then is what an earlier run got at one address.
type Then struct {
	Status status.Code
	Since  time.Time // of the first run in a row with this status and target
	mark   uint32
}

// Words is how many words the text had; 0 where nobody counted.
func (t Then) Words() int {
	if !t.Status.IsSuccess() {
		return 0
	}
	return int(t.mark)
}

// Led reports a redirect that led to an address.
func (t Then) Led(to crawl.Address) bool { return t.Status.IsRedirection() && t.mark == markOf(to) }

const (
	pastKey    = 8
	pastRecord = pastKey + 2 + 4 + 4
	mostPast   = 250000 // addresses; a larger site is not remembered
)

// PastOf remembers what a run got that began at a time, after what an earlier
// one remembered.
func PastOf(site *crawl.Site, began time.Time, earlier *Past) Past {
	var records []byte
	for r := range site.All() {
		x := r.Exchange
		if x == nil || !x.Answered() || x.Reason != "" || x.Status.Is(status.TooManyRequests) {
			continue
		}
		if len(records) >= mostPast*pastRecord {
			return Past{}
		}
		now := Then{Status: x.Status, Since: began, mark: noted(r)}
		if then, known := earlier.At(r.Address); known && then.same(now) {
			now.Since = then.Since
		}
		records = now.append(records, r.Address.Key)
	}
	return Past{sortRecords(records)}
}

// same reports one status, and one target of a redirect.
func (t Then) same(now Then) bool {
	return t.Status.Is(now.Status) && (!t.Status.IsRedirection() || t.mark == now.mark)
}

// noted is what is remembered beside the status.
func noted(r *crawl.Resource) uint32 {
	switch {
	case r.Moves():
		return markOf(r.To)
	case r.Page != nil && r.Exchange.Status.IsSuccess():
		return uint32(r.Page.Sketch.Words)
	}
	return 0
}

func markOf(to crawl.Address) uint32 { return uint32(xxhash.Sum64String(to.Key)) }

func (t Then) append(b []byte, key string) []byte {
	b = binary.BigEndian.AppendUint64(b, xxhash.Sum64String(key))
	b = binary.BigEndian.AppendUint16(b, uint16(t.Status))
	b = binary.BigEndian.AppendUint32(b, t.mark)
	return binary.BigEndian.AppendUint32(b, uint32(t.Since.Unix()/60))
}

func sortRecords(records []byte) []byte {
	var all [][]byte
	for record := range slices.Chunk(records, pastRecord) {
		all = append(all, record)
	}
	slices.SortFunc(all, bytes.Compare)
	return bytes.Join(all, nil)
}

// Len is how many addresses are remembered.
func (p *Past) Len() int {
	if p == nil {
		return 0
	}
	return len(p.sorted) / pastRecord
}

// SameAnswers reports that two runs remember the same of the same addresses,
// since whenever it was so.
func (p Past) SameAnswers(other Past) bool {
	if len(p.sorted) != len(other.sorted) {
		return false
	}
	const answer = pastRecord - 4
	for at := 0; at < len(p.sorted); at += pastRecord {
		if !bytes.Equal(p.sorted[at:at+answer], other.sorted[at:at+answer]) {
			return false
		}
	}
	return true
}

// At is what is remembered of an address. It is safe on nil.
func (p *Past) At(a crawl.Address) (Then, bool) {
	key := binary.BigEndian.AppendUint64(nil, xxhash.Sum64String(a.Key))
	n := p.Len()
	i := sort.Search(n, func(i int) bool { return bytes.Compare(p.sorted[i*pastRecord:][:pastKey], key) >= 0 })
	if i >= n || !bytes.Equal(p.sorted[i*pastRecord:][:pastKey], key) {
		return Then{}, false
	}
	rest := p.sorted[i*pastRecord+pastKey:]
	return Then{
		Status: status.Code(binary.BigEndian.Uint16(rest)), mark: binary.BigEndian.Uint32(rest[2:]),
		Since: time.Unix(60*int64(binary.BigEndian.Uint32(rest[6:])), 0),
	}, true
}

// MarshalText gives the base64 of the records.
func (p Past) MarshalText() ([]byte, error) {
	return base64.StdEncoding.AppendEncode(nil, p.sorted), nil
}

// UnmarshalText reads what MarshalText gave.
func (p *Past) UnmarshalText(text []byte) error {
	raw, err := base64.StdEncoding.AppendDecode(nil, text)
	switch {
	case err != nil:
		return fmt.Errorf("read what a run remembered: %w", err)
	case len(raw)%pastRecord != 0:
		return fmt.Errorf("read what a run remembered: %d bytes are no whole number of records", len(raw))
	}
	p.sorted = sortRecords(raw)
	return nil
}
