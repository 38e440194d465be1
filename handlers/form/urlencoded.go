package form

import (
	"net/url"
	"strings"
)

// urlencoded collects application/x-www-form-urlencoded (WHATWG URL, section 5).
type urlencoded struct {
	charset string
	body    []byte
	cut     bool
}

func (u *urlencoded) write(p []byte) {
	room := maxText - len(u.body)
	if len(p) > room {
		p, u.cut = p[:max(0, room)], true
	}
	u.body = append(u.body, p...)
}

func (u *urlencoded) finish(whole bool) rawForm {
	f := rawForm{cut: u.cut || !whole}
	rest := string(u.body)
	for rest != "" {
		var pair string
		pair, rest, _ = strings.Cut(rest, "&")
		if pair == "" {
			continue
		}
		last := rest == "" && f.cut // of a body that was cut, the last pair is too
		f.add(u.pair(pair, last))
	}
	return f.decode(u.charset)
}

func (u *urlencoded) pair(pair string, cut bool) rawField {
	name, value, _ := strings.Cut(pair, "=")
	return rawField{name: unescape(name), value: unescape(value), cut: cut}
}

// unescape is lenient as browsers are: what is no escape stays as it is.
func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '+':
			b.WriteByte(' ')
		case s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			b.WriteByte(unhex(s[i+1])<<4 | unhex(s[i+2]))
			i += 2
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

func isHex(c byte) bool { return unhex(c) < 16 }

func unhex(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10
	}
	return 255
}

// add appends a field within the limits.
func (f *rawForm) add(field rawField) {
	if len(f.fields) >= maxFields || len(field.name) > maxName || field.name == "" {
		f.dropped++
		return
	}
	if len(field.value) > maxValue {
		field.value, field.cut = field.value[:maxValue], true
	}
	f.fields = append(f.fields, field)
}
