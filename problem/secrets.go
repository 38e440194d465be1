package problem

import (
	"net"
	"net/netip"
	"strings"
	"unicode"
)

// secretNames stand in the names of values that nobody may see.
var secretNames = []string{"pass", "secret", "token", "apikey", "api_key", "session", "signature"}

func isSecretName(name string) bool {
	name = strings.ToLower(name)
	for _, n := range secretNames {
		if strings.Contains(name, n) {
			return true
		}
	}
	return false
}

var withoutDashes = strings.NewReplacer("-", "", "_", "")

// announcesSecret reports two words behind which something secret stands:
// "Bearer …", "password: …", and the id of a request, which has a member of its
// own.
func announcesSecret(before, last string) bool {
	name := strings.TrimRight(last, ":=#")
	switch {
	case strings.HasSuffix(name, "bearer"):
		return true
	case name != last && isSecretName(name):
		return true
	}
	if name == "id" {
		name = before + "id"
	}
	name = withoutDashes.Replace(name)
	return strings.HasSuffix(name, "requestid") || strings.HasSuffix(name, "traceid") || strings.HasSuffix(name, "correlationid")
}

func isMail(w string) bool {
	name, domain, ok := strings.Cut(w, "@")
	return ok && name != "" && domain != "" && !strings.Contains(name, "://")
}

// isForeignAddress reports URLs, host names and IP addresses that are not the
// site's own.
func (c *censor) isForeignAddress(w string) bool {
	host, isAddress := addressHost(w)
	if !isAddress {
		return false
	}
	for _, own := range c.hosts {
		if strings.EqualFold(host, hostOnly(own)) {
			return false
		}
	}
	return true
}

// addressHost returns the host of a URL, of host:port, or of a bare address.
func addressHost(w string) (host string, ok bool) {
	if _, rest, isURL := strings.Cut(w, "://"); isURL {
		if strings.Contains(rest, "@") {
			return "", true // user@host in a URL only ever deceives
		}
		return hostOnly(rest), true
	}
	first, _, _ := strings.Cut(w, "/")
	if looksLikeHost(first) {
		return hostOnly(first), true
	}
	if name, port, err := net.SplitHostPort(first); err == nil {
		const shortestPort = 4 // redis:6379, but not 10:30 or line:21
		_, err := netip.ParseAddr(name)
		return name, err == nil || len(port) >= shortestPort && isNumeric(port) && isHostName(name) && !isNumeric(name)
	}
	_, err := netip.ParseAddr(strings.Trim(first, "[]"))
	return first, err == nil
}

func hostOnly(s string) string {
	s, _, _ = strings.Cut(s, "/")
	if host, _, err := net.SplitHostPort(s); err == nil {
		return host
	}
	return s
}

func isNumeric(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
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
	return isHostName(w)
}

func isHostName(w string) bool {
	return w != "" && strings.Trim(strings.ToLower(w), "abcdefghijklmnopqrstuvwxyz0123456789.-_") == ""
}

// isLongToken reports JWTs, 32 or more hexadecimal digits and 40 or more
// characters of base64. A UUID is none: it names a thing.
func isLongToken(w string) bool {
	if strings.HasPrefix(w, "eyJ") && strings.Count(w, ".") >= 1 {
		return true
	}
	if len(w) >= 32 && strings.Trim(strings.ToLower(w), "0123456789abcdef") == "" {
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

// fileRoots begin paths of file systems, sourceEndings end them; other paths
// may be the site's own.
var (
	fileRoots = []string{
		"/etc/", "/usr/", "/var/", "/home/", "/opt/", "/srv/", "/tmp/", "/root/", "/proc/", "/Users/", "/private/", "file:", `\\`,
	}
	sourceEndings = []string{
		".php", ".py", ".rb", ".js", ".ts", ".java", ".go", ".cs", ".rs", ".ex", ".yaml", ".yml", ".conf", ".ini", ".env", ".log", ".sql", ".so",
	}
)

func isFilePath(w string) bool {
	if len(w) > 3 && w[1] == ':' && (w[2] == '\\' || w[2] == '/') && unicode.IsLetter(rune(w[0])) {
		return true
	}
	for _, root := range fileRoots {
		if strings.HasPrefix(w, root) {
			return true
		}
	}
	file, _, _ := strings.Cut(w, ":")
	for _, ending := range sourceEndings {
		if strings.HasPrefix(w, "/") && strings.HasSuffix(file, ending) {
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
