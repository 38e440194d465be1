package access

import (
	"strconv"
)

// encodeCombined appends the record in the combined format: client, two dashes,
// time, request line, status, bytes, referer, user agent.
func encodeCombined(o *Options, b []byte, r *Record) []byte {
	b = append(b, orDash(o.client(r))...)
	b = append(b, " - - ["...)
	b = r.Time.AppendFormat(b, "02/Jan/2006:15:04:05 -0700")
	b = append(b, `] "`...)
	target := r.Path
	if q := o.query(r); q != "" {
		target += "?" + q
	}
	b = appendQuoted(b, r.Method)
	b = append(b, ' ')
	b = appendQuoted(b, target)
	b = append(b, ' ')
	b = appendQuoted(b, r.Proto)
	b = append(b, `" `...)
	b = strconv.AppendInt(b, int64(r.StatusServed), 10)
	b = append(b, ' ')
	b = strconv.AppendInt(b, r.Bytes, 10)
	for _, v := range [...]string{redactURL(r.Referer, o), r.UserAgent} {
		b = append(b, ` "`...)
		b = appendQuoted(b, orDash(v))
		b = append(b, '"')
	}
	return append(b, '\n')
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// appendQuoted writes bytes that could end the value, the line or a terminal's
// mode as \xNN, as httpd and nginx do.
func appendQuoted(b []byte, s string) []byte {
	const hex = "0123456789ABCDEF"
	end := len(b) + maxValue
	for i := 0; i < len(s) && len(b) < end; i++ {
		c := s[i]
		if c < ' ' || c >= 0x7f || c == '"' || c == '\\' {
			b = append(b, '\\', 'x', hex[c>>4], hex[c&15])
			continue
		}
		b = append(b, c)
	}
	return b
}
