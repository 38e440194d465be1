package access

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// encodeJSON appends the record as one JSON object. Fields that do not apply
// are left out, so that a line stays readable.
func encodeJSON(o *Options, b []byte, r *Record) []byte {
	b = append(b, `{"time":"`...)
	b = r.Time.UTC().AppendFormat(b, "2006-01-02T15:04:05.000Z")
	b = append(b, '"')
	for _, f := range [...]struct{ name, value string }{
		{"request_id", r.ID},
		{"site", r.Site},
		{"client", o.client(r)},
		{"method", r.Method},
		{"host", r.Host},
		{"path", r.Path},
		{"query", o.query(r)},
		{"proto", r.Proto},
	} {
		b = appendString(b, f.name, f.value)
	}
	b = appendInt(b, "status_upstream", int64(r.StatusUpstream))
	b = appendInt(b, "status_served", int64(r.StatusServed))
	b = append(b, `,"replaced":`...)
	b = strconv.AppendBool(b, r.Replaced())
	for _, f := range [...]struct{ name, value string }{
		{"origin", r.Origin},
		{"verdict", r.Verdict},
		{"why", r.Why},
		{"rule", r.Rule},
		{"format", r.Format},
		{"language", r.Language},
		{"body_class", r.BodyClass},
		{"cause", r.Cause},
		{"error", r.Error},
		{"missing_field", r.Missing},
		{"referer", redactURL(r.Referer, o)},
		{"user_agent", r.UserAgent},
	} {
		b = appendString(b, f.name, f.value)
	}
	b = appendString(b, "reported", strings.Join(r.Reported, ", "))
	b = appendInt(b, "form_fields", int64(r.FormFields))
	b = appendInt(b, "form_bytes", r.FormBytes)
	b = append(b, `,"bytes":`...)
	b = strconv.AppendInt(b, r.Bytes, 10)
	b = appendMillis(b, "duration_ms", r.Duration)
	if r.Upstream > 0 {
		b = appendMillis(b, "upstream_ms", r.Upstream)
	}
	if r.Soft {
		b = append(b, `,"soft":true`...)
	}
	if r.Aborted {
		b = append(b, `,"aborted":true`...)
	}
	return append(b, '}', '\n')
}

func appendMillis(b []byte, name string, d time.Duration) []byte {
	b = append(append(append(b, `,"`...), name...), `":`...)
	return strconv.AppendFloat(b, float64(d.Microseconds())/1000, 'f', -1, 64)
}

func appendInt(b []byte, name string, n int64) []byte {
	if n == 0 {
		return b
	}
	b = append(append(append(b, `,"`...), name...), `":`...)
	return strconv.AppendInt(b, n, 10)
}

// maxValue is how much of one value from outside a line holds: with all of its
// fields a line stays below maxLine.
const maxValue = maxLine / 8

func appendString(b []byte, name, value string) []byte {
	if value == "" {
		return b
	}
	b = append(append(append(b, `,"`...), name...), `":"`...)
	end := len(b) + maxValue
	for i := 0; i < len(value) && len(b) < end; {
		c := value[i]
		if c < utf8.RuneSelf {
			b = appendJSONByte(b, c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(value[i:])
		if r == utf8.RuneError || !printable(r) {
			b = appendEscaped(b, r)
		} else {
			b = append(b, value[i:i+size]...)
		}
		i += size
	}
	return append(b, '"')
}

func appendJSONByte(b []byte, c byte) []byte {
	switch {
	case c == '"' || c == '\\':
		return append(b, '\\', c)
	case c < ' ' || c == 0x7f:
		return appendEscaped(b, rune(c))
	}
	return append(b, c)
}

// appendEscaped writes a rune of the basic plane as \uXXXX.
func appendEscaped(b []byte, r rune) []byte {
	if r > 0xffff {
		r = utf8.RuneError
	}
	const hex = "0123456789abcdef"
	return append(b, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}
