package handlers

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"time"
)

const maxRequestID = 64

// requestID gives every request an id: the client's if it is short and plain,
// else a new one.
func requestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ex := exchangeOf(r)
		ex.in = r
		if lines := r.Header["X-Request-Id"]; len(lines) == 1 && isPlainID(lines[0]) {
			ex.id = lines[0]
		} else {
			ex.id = newID(time.Now())
		}
		next.ServeHTTP(w, r)
	})
}

// isPlainID reports an id that is safe to repeat anywhere: letters, digits and
// a few marks.
func isPlainID(s string) bool {
	if s == "" || len(s) > maxRequestID {
		return false
	}
	for i := range len(s) {
		c := s[i]
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		digit := c >= '0' && c <= '9'
		if !letter && !digit && c != '-' && c != '_' && c != '.' && c != '=' && c != '+' {
			return false
		}
	}
	return true
}

// newID returns a UUID of version 7 (RFC 9562 section 5.7): ordered by time.
func newID(now time.Time) string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	ms := uint64(now.UnixMilli())
	for i := range 6 {
		b[i] = byte(ms >> (40 - 8*i))
	}
	b[6] = b[6]&0x0f | 0x70
	b[8] = b[8]&0x3f | 0x80
	text := make([]byte, 0, 36)
	for _, part := range [][]byte{b[0:4], b[4:6], b[6:8], b[8:10], b[10:16]} {
		if len(text) > 0 {
			text = append(text, '-')
		}
		text = hex.AppendEncode(text, part)
	}
	return string(text)
}
