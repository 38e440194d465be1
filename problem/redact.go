package problem

import (
	"net"
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Redact returns p with everything taken out that only the owner of the site
// may see, and counts the pieces in Redactions: stack traces, class names, SQL
// names, hosts and addresses other than hosts, e-mail addresses, tokens, paths
// of file systems and request ids. Sentences are cut at 300 characters, at a
// word, and lose control and bidirectional-override characters. The result is
// plain text and must still be escaped for where it is shown. Redacting twice
// changes nothing.
func Redact(p Problem, hosts []string) Problem {
	c := censor{hosts: hosts}
	p.Title = c.sentence(p.Title)
	p.Summary = c.sentence(p.Summary)
	p.Resource = c.identifier(p.Resource)
	p.Field = c.sentence(p.Field)
	p.LockOwner = c.owner(p.LockOwner)
	p.CurrentVersion = plain(p.CurrentVersion)
	p.YourVersion = plain(p.YourVersion)
	p.Reference = plain(p.Reference)
	p.UpstreamSteps = c.sentences(p.UpstreamSteps)
	p.Errors = c.errors(p.Errors)
	p.Redactions += c.count
	return p
}

// AnotherUser stands for the owner of a lock whose address was taken out.
const AnotherUser = "another user"

const (
	maxShown  = 300 // characters of a sentence on a page
	ellipsis  = "…"
	blackened = "[…]"
)

type censor struct {
	hosts []string
	count int
}

func (c *censor) sentences(all []string) []string {
	var out []string
	for _, s := range all {
		if s = c.sentence(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func (c *censor) errors(all []FieldError) []FieldError {
	var out []FieldError
	for _, e := range all {
		if e.Detail = c.sentence(e.Detail); e.Detail != "" {
			out = append(out, FieldError{Detail: e.Detail, Pointer: c.identifier(e.Pointer)})
		}
	}
	return out
}

// sentence makes a sentence fit to be shown.
func (c *censor) sentence(s string) string {
	s = plain(s)
	s = c.cutTrace(s)
	s = c.classesInBrackets(s)
	s = c.namesOfTables(s)
	s = c.words(s)
	return cutWords(s, maxShown)
}

// identifier makes a resource or a pointer fit to be shown; a path of the site
// stays, one of a file system does not.
func (c *censor) identifier(s string) string {
	shown := cutWords(c.words(plain(s)), maxIdentifier)
	if strings.Trim(strings.ReplaceAll(shown, blackened, ""), "/ ") == "" {
		return ""
	}
	return shown
}

func (c *censor) owner(s string) string {
	shown := c.words(plain(s))
	if strings.Contains(shown, blackened) {
		return AnotherUser
	}
	return cutWords(shown, maxIdentifier)
}

// plain removes what could change how the text around is shown: control
// characters, overrides and isolates of direction, and invisible marks.
func plain(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if !strings.ContainsFunc(s, isHidden) {
		return strings.TrimSpace(s)
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case isHidden(r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

func isHidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || unicode.Is(unicode.Cf, r) && r != '\u200d' && r != '\u200c' ||
		r == '\u2028' || r == '\u2029'
}

// cutWords cuts at a word when s has more than limit characters.
func cutWords(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	end, seen := 0, 0
	for i := range s {
		if seen == limit-1 {
			end = i
			break
		}
		seen++
	}
	if space := strings.LastIndexByte(s[:end], ' '); space > end/2 {
		end = space
	}
	return strings.TrimRight(s[:end], " ,;:.") + ellipsis
}

// traceMarks begin the part of a text that is a stack trace.
var traceMarks = []string{
	"Traceback (most recent call last)", " at java.", " at org.", " at com.", " at sun.", "goroutine ",
	` File "`, "   at ", "Stack trace:", "stacktrace:", "#0 /",
}

func (c *censor) cutTrace(s string) string {
	cut := len(s)
	for _, mark := range traceMarks {
		if i := strings.Index(s, mark); i >= 0 {
			cut = min(cut, i)
		}
	}
	if i := javaFrame(s); i >= 0 {
		cut = min(cut, i)
	}
	if cut == len(s) {
		return s
	}
	c.count++
	return strings.TrimSpace(s[:cut])
}

// javaFrame returns where " at x.y(Z.java:1)" begins, or -1.
func javaFrame(s string) int {
	for from := 0; ; {
		i := strings.Index(s[from:], "at ")
		if i < 0 {
			return -1
		}
		i += from
		word, _, _ := strings.Cut(s[i+3:], " ")
		if (i == 0 || s[i-1] == ' ') && strings.Contains(word, "(") && strings.HasSuffix(strings.TrimRight(word, ",;."), ")") && strings.Contains(word, ":") {
			return i
		}
		from = i + 3
	}
}

// classesInBrackets removes "[dev.shop.Feed#1]".
func (c *censor) classesInBrackets(s string) string {
	for from := 0; ; {
		open := strings.IndexByte(s[from:], '[')
		if open < 0 {
			return s
		}
		open += from
		length := strings.IndexByte(s[open:], ']')
		if length < 0 {
			return s
		}
		if inside := s[open+1 : open+length]; isClassName(inside) {
			c.count++
			s = s[:open] + blackened + s[open+length+1:]
		}
		from = open + 1
	}
}

// isClassName reports a name of packages and a class: two dots or more, or one
// and a #, and no space.
func isClassName(s string) bool {
	name, _, hasID := strings.Cut(s, "#")
	dots := strings.Count(name, ".")
	if dots == 0 || dots == 1 && !hasID || strings.ContainsAny(name, " /:@") {
		return false
	}
	last := name[strings.LastIndexByte(name, '.')+1:]
	first, _ := utf8.DecodeRuneInString(last)
	return unicode.IsUpper(first) && unicode.IsLower(rune(name[0]))
}

// tableWords stand before the name of a part of a data base.
var tableWords = []string{"constraint", "relation", "table", "schema", "column", "index"}

// namesOfTables removes names in quotes behind words of SQL.
func (c *censor) namesOfTables(s string) string {
	for _, word := range tableWords {
		for from := 0; ; {
			i := strings.Index(s[from:], word+" ")
			if i < 0 {
				break
			}
			start := from + i + len(word) + 1
			from = start
			quote, size := utf8.DecodeRuneInString(s[start:])
			if !strings.ContainsRune("\"'`[", quote) {
				continue
			}
			closer := string(quote)
			if quote == '[' {
				closer = "]"
			}
			end := strings.Index(s[start+size:], closer)
			if end < 0 || strings.HasPrefix(s[start:], blackened) {
				continue
			}
			c.count++
			s = s[:start] + blackened + s[start+size+end+len(closer):]
		}
	}
	return s
}

// words looks at every word by itself.
func (c *censor) words(s string) string {
	var b strings.Builder
	changed := false
	for s != "" {
		end := strings.IndexFunc(s, isWordBreak)
		switch {
		case end < 0:
			end = len(s)
		case end == 0:
			_, size := utf8.DecodeRuneInString(s)
			b.WriteString(s[:size])
			s = s[size:]
			continue
		}
		word := s[:end]
		if shown := c.word(word); shown != word {
			word, changed = shown, true
			c.count++
		}
		b.WriteString(word)
		s = s[end:]
	}
	if !changed {
		return b.String()
	}
	return strings.TrimSpace(b.String())
}

func isWordBreak(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("\"'`“”‘’«»<>()[]{},;|", r)
}

// word returns what may be shown of one word.
func (c *censor) word(w string) string {
	core := strings.TrimRight(w, ".:!?")
	core = strings.TrimPrefix(core, "=")
	if core == "" || !c.isSecret(core) {
		return w
	}
	return strings.Replace(w, core, blackened, 1)
}

func (c *censor) isSecret(w string) bool {
	if _, value, ok := strings.Cut(w, "="); ok && value != "" && c.isSecret(value) {
		return true
	}
	return isMail(w) || c.isForeignAddress(w) || isLongToken(w) || isFilePath(w) || isQualifiedName(w)
}

func isMail(w string) bool {
	name, domain, ok := strings.Cut(w, "@")
	return ok && name != "" && domain != "" && !strings.Contains(name, "://")
}

// isForeignAddress reports URLs, host names and IP addresses that are not the
// site's own.
func (c *censor) isForeignAddress(w string) bool {
	host := w
	if _, rest, ok := strings.Cut(w, "://"); ok {
		host = rest
	} else if ip, _, err := net.SplitHostPort(w); err == nil && isNumeric(w[len(ip)+1:]) {
		host = ip
	} else if !looksLikeHost(strings.SplitN(w, "/", 2)[0]) {
		_, err := netip.ParseAddr(strings.Trim(w, "[]"))
		return err == nil && strings.ContainsAny(w, ".:")
	}
	host = hostOnly(host)
	for _, own := range c.hosts {
		if strings.EqualFold(host, hostOnly(own)) {
			return false
		}
	}
	return host != ""
}

func hostOnly(s string) string {
	s, _, _ = strings.Cut(s, "/")
	if host, _, err := net.SplitHostPort(s); err == nil {
		return host
	}
	return s
}

func isNumeric(s string) bool {
	return strings.Trim(s, ":0123456789") == "" && strings.Trim(s, ":") != ""
}

// hostEndings are the last labels by which a name with dots is a host and no
// version, file or class.
var hostEndings = map[string]bool{
	"com": true, "net": true, "org": true, "io": true, "dev": true, "local": true, "internal": true, "lan": true,
	"cluster": true, "svc": true, "example": true, "test": true, "de": true, "fr": true, "uk": true, "eu": true,
	"cloud": true, "app": true, "corp": true, "intra": true, "localdomain": true, "invalid": true, "us": true,
	"ru": true, "cn": true, "jp": true, "es": true, "it": true, "nl": true, "pl": true, "ch": true, "at": true, "se": true,
}

func looksLikeHost(w string) bool {
	w, _, _ = strings.Cut(w, ":")
	if w == "localhost" {
		return true
	}
	dot := strings.LastIndexByte(w, '.')
	if dot <= 0 || !hostEndings[strings.ToLower(w[dot+1:])] {
		return false
	}
	return strings.Trim(strings.ToLower(w), "abcdefghijklmnopqrstuvwxyz0123456789.-_") == ""
}

// isLongToken reports JWTs, 32 or more hexadecimal digits, 40 or more
// characters of base64, and UUIDs, which are ids of requests or things.
func isLongToken(w string) bool {
	if strings.HasPrefix(w, "eyJ") && strings.Count(w, ".") >= 1 {
		return true
	}
	hexDigits := strings.ReplaceAll(w, "-", "")
	if len(hexDigits) >= 32 && strings.Trim(strings.ToLower(hexDigits), "0123456789abcdef") == "" {
		return true
	}
	if len(w) < 40 {
		return false
	}
	var digits, upper bool
	for _, r := range w {
		switch {
		case r >= '0' && r <= '9':
			digits = true
		case r >= 'A' && r <= 'Z':
			upper = true
		case r >= 'a' && r <= 'z', strings.ContainsRune("+/=_-", r):
		default:
			return false
		}
	}
	return digits && upper
}

// fileRoots begin paths of file systems.
var fileRoots = []string{
	"/etc/", "/usr/", "/var/", "/home/", "/opt/", "/srv/", "/tmp/", "/root/", "/app/", "/mnt/", "/proc/", "/data/",
	"/Users/", "/private/", "/run/", "/lib/", "/vendor/", "file:", `\\`,
}

func isFilePath(w string) bool {
	if len(w) > 3 && w[1] == ':' && (w[2] == '\\' || w[2] == '/') && unicode.IsLetter(rune(w[0])) {
		return true
	}
	for _, root := range fileRoots {
		if strings.HasPrefix(w, root) {
			return true
		}
	}
	return false
}

// isQualifiedName reports a class with its packages, or a name space of PHP.
func isQualifiedName(w string) bool {
	if strings.Count(w, `\`) >= 2 {
		return true
	}
	return strings.Count(w, ".") >= 2 && isClassName(w)
}
