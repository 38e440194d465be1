package crawl

// wordOf is a text without a copy where it is one of those that most records
// hold.
func wordOf(raw []byte) string {
	if len(raw) > longestWord {
		return string(raw)
	}
	if known, ok := knownWords[string(raw)]; ok {
		return known
	}
	return string(raw)
}

const longestWord = 32

var knownWords = func() map[string]string {
	all := map[string]string{}
	add := func(words ...string) {
		for _, word := range words {
			all[word] = word
		}
	}
	for element, attrs := range linkAttrs {
		add(element)
		for _, attr := range attrs {
			add(attr.name, string(attr.role))
		}
	}
	add("redirect", "seed", "loc", "sitemap", "HTTP/1.1", "HTTP/2.0", "en", "index", "noindex", "follow", "nofollow")
	add("Accept-Ranges", "Age", "Alt-Svc", "Cache-Control", "Cf-Ray", "Connection", "Content-Encoding", "Content-Language",
		"Content-Length", "Content-Location", "Content-Security-Policy", "Content-Type", "Date", "Etag", "Expires", "Keep-Alive",
		"Last-Modified", "Link", "Location", "Pragma", "Referrer-Policy", "Retry-After", "Server", "Set-Cookie",
		"Strict-Transport-Security", "Transfer-Encoding", "Vary", "Via", "X-Cache", "X-Content-Type-Options", "X-Frame-Options",
		"X-Powered-By", "X-Robots-Tag", "X-Xss-Protection")
	add("text/html", "text/html; charset=utf-8", "text/html; charset=UTF-8", "text/html;charset=utf-8", "text/css", "image/png",
		"image/jpeg", "image/svg+xml", "application/javascript", "text/javascript", "text/plain", "bytes", "nosniff", "close",
		"keep-alive", "no-cache", "no-store", "chunked", "gzip", "br", "zstd", "nginx", "Apache", "cloudflare", "Accept-Encoding")
	return all
}()
