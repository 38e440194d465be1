package lastgood

import (
	"bytes"
	"net/http"
)

// isUnframed reports a body that ends when its connection does (RFC 9112
// section 6.3): nobody can tell whether the server had said everything.
func isUnframed(res *http.Response) bool {
	return res.ProtoMajor == 1 && res.ContentLength < 0 && len(res.TransferEncoding) == 0
}

// isWhole looks at the end of an unframed body for a sign that it was meant to
// be the end.
func isWhole(subject Subject, header http.Header, body []byte) bool {
	if coding(header) != "" {
		return false
	}
	if subject == Robots {
		return bytes.HasSuffix(body, []byte("\n"))
	}
	end := bytes.ToLower(bytes.TrimSpace(body))
	if subject == Page && mediaType(header) == "text/html" {
		return bytes.HasSuffix(end, []byte("</html>"))
	}
	return bytes.HasSuffix(end, []byte(">")) && bytes.HasPrefix(end[bytes.LastIndexByte(end, '<')+1:], []byte("/"))
}
