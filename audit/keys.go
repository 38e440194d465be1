package audit

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"sort"
)

// keyBytes are enough to tell a million addresses apart with a chance of error
// of one in ten million.
const keyBytes = 8

// Keys is a set of addresses that takes eight bytes for each: the first bytes of
// its SHA-256. In JSON it is the sorted keys in base64. The zero value is empty.
type Keys struct{ sorted []byte }

// KeysOf makes a set of addresses.
func KeysOf(urls ...string) Keys {
	all := make([][]byte, 0, len(urls))
	for _, u := range urls {
		key := keyOf(u)
		all = append(all, key[:])
	}
	slices.SortFunc(all, bytes.Compare)
	return Keys{bytes.Join(slices.CompactFunc(all, bytes.Equal), nil)}
}

// Len is how many addresses there are.
func (k Keys) Len() int { return len(k.sorted) / keyBytes }

// Has reports that an address is in the set.
func (k Keys) Has(url string) bool {
	key := keyOf(url)
	at := sort.Search(k.Len(), func(i int) bool { return bytes.Compare(k.at(i), key[:]) >= 0 })
	return at < k.Len() && bytes.Equal(k.at(at), key[:])
}

func (k Keys) at(i int) []byte { return k.sorted[i*keyBytes : (i+1)*keyBytes] }

// MarshalText gives the base64 of the keys.
func (k Keys) MarshalText() ([]byte, error) {
	return base64.StdEncoding.AppendEncode(nil, k.sorted), nil
}

// UnmarshalText reads what MarshalText gave.
func (k *Keys) UnmarshalText(text []byte) error {
	raw, err := base64.StdEncoding.AppendDecode(nil, text)
	switch {
	case err != nil:
		return fmt.Errorf("read keys of addresses: %w", err)
	case len(raw)%keyBytes != 0:
		return fmt.Errorf("read keys of addresses: %d bytes are no whole number of keys", len(raw))
	}
	k.sorted = raw
	return nil
}

func keyOf(url string) (key [keyBytes]byte) {
	sum := sha256.Sum256([]byte(url))
	copy(key[:], sum[:])
	return key
}
