package listen_test

import "strings"

// shape is a request as bytes, with what an edge may make of it.
type shape struct {
	name    string
	raw     string
	verdict verdict
	sees    string // must stand in what the site's server gets of the request
	lacks   string // must not stand there, upper and lower case alike
}

// verdict is a set of outcomes.
type verdict int

const (
	refused    verdict      = 1 << iota // 4xx or 5xx of the edge, connection closed, no whole request at the server
	normalised                          // one request at the server, of which there are no two readings
	passes     = normalised             // as normalised, for what is in order
	either     = refused | normalised
)

// post is a request with fields and a body, as they are given.
func post(fields, body string) string {
	return "POST /case HTTP/1.1\r\nHost: case.example\r\n" + fields + "\r\n" + body
}

// get is a request whose request line ends with the given version and fields.
func get(rest string) string { return "GET /case " + rest + "\r\n" }

const (
	five     = "5\r\nhello\r\n0\r\n\r\n" // a body of five bytes in chunks
	hidden   = "GET /hidden HTTP/1.1\r\nHost: hidden.example\r\nX: "
	host     = "Host: case.example\r\n"
	chunked  = "Transfer-Encoding: chunked\r\n"
	lengthOf = "Content-Length: "
)

// withTE has a length, and a Transfer-Encoding of the given value.
func withTE(value string) string {
	return post("Content-Length: 15\r\nTransfer-Encoding:"+value+"\r\n", five)
}

// withLength has a length of the given value, not trimmed.
func withLength(value string) string { return post("Content-Length:"+value+"\r\n", "hello") }

// inChunks has a body in chunks, as it is given.
func inChunks(body string) string { return post(chunked, body) }

// shapes returns the 112 cases of the catalogue, in its order.
func shapes() []shape {
	var all []shape
	for _, group := range [][]shape{
		controls(), lengths(), codings(), lines(), chunks(), hosts(), requestLines(), hops(), sizes(),
	} {
		all = append(all, group...)
	}
	return all
}

func controls() []shape {
	return []shape{
		{"a length", withLength(" 5"), passes, "hello", ""},
		{"chunks", inChunks(five), passes, "hello", ""},
		{"a trailer", post(chunked+"Trailer: X-Sum\r\n", "5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n"), passes, "hello", ""},
		{"upper case", post("TRANSFER-ENCODING: CHUNKED\r\n", five), passes, "hello", ""},
		{"a tab before the value", post("Transfer-Encoding:\tchunked\r\n", five), passes, "hello", ""},
		{"a chunk extension", inChunks("5;a=b\r\nhello\r\n0\r\n\r\n"), either, "", "a=b"},
		{"CL.TE", post("Content-Length: 6\r\n"+chunked, "0\r\n\r\nG"), either, "", ""},
		{"TE.CL", post("Content-Length: 4\r\n"+chunked, "2f\r\n"+hidden+"\r\n0\r\n\r\n"), either, "", ""},
		{"TE, then CL", post(chunked+"Content-Length: 15\r\n", five), either, "hello", ""},
		{"CL.0", "GET /case HTTP/1.1\r\n" + host + "Content-Length: 47\r\n\r\n" + hidden, either, "", ""},
	}
}

func lengths() []shape {
	list := []shape{
		{"two equal lengths", post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), either, "hello", ""},
		{"a list of equal lengths", withLength(" 5, 5"), either, "hello", ""},
		{"leading zeros", withLength(" 005"), either, "hello", ""},
		{"two different lengths", post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"), refused, "", ""},
		{"a list of different lengths", withLength(" 5, 6"), refused, "", ""},
		{"an empty length and a real one", post("Content-Length: \r\nContent-Length: 5\r\n", "hello"), refused, "", ""},
	}
	for _, value := range []string{
		"+5", "-5", "0x5", "1_0", "", "5Z", "5 5", "5.0", strings.Repeat("9", 30), "\xa05", "\v5",
	} {
		list = append(list, shape{"the length " + value, withLength(" " + value), refused, "", ""})
	}
	return append(list,
		shape{"a space before the colon of the length", post("Content-Length : 5\r\n", "hello"), refused, "", ""},
		shape{"a space before the colon of the coding", post("Transfer-Encoding : chunked\r\n", five), refused, "", ""},
		shape{"a tab before the colon", post("Transfer-Encoding\t: chunked\r\n", five), refused, "", ""},
		shape{"Transfer_Encoding", post("Transfer_Encoding: chunked\r\nContent-Length: 15\r\n", five), either, "", "transfer_encoding"},
		shape{"Content_Length", post("Content_Length: 3\r\nContent-Length: 5\r\n", "hello"), either, "", "content_length"},
	)
}

func codings() []shape {
	var list []shape
	for _, value := range []string{
		"xchunked", ",chunked", "chunked,", "cow, chunked", "chunked, cow", `"chunked"`, "chunk",
		"\vchunked", "\fchunked", "\xa0chunked", "chunked\x85", "chunked\x00", "chunked\r", "chun\rked", "chunked;q=1", "", "chun\x96ked",
	} {
		list = append(list, shape{"the coding " + value, withTE(" " + value), refused, "", ""})
	}
	for _, value := range []string{"identity", "gzip, chunked", "chunked, chunked"} {
		list = append(list, shape{"the coding " + value, withTE(" " + value), either, "", ""})
	}
	return append(list,
		shape{"two equal codings", post(chunked+chunked, five), either, "", ""},
		shape{"cow, then chunked", post("Transfer-Encoding: cow\r\n"+chunked, five), refused, "", ""},
		shape{"a coding in HTTP/1.0", "POST /case HTTP/1.0\r\n" + host + chunked + "\r\n" + five, either, "", ""},
	)
}

func lines() []shape {
	return []shape{
		{"a folded coding", post("Content-Length: 5\r\nX: y\r\n Transfer-Encoding: chunked\r\n", "hello"), either, "", ""},
		{"a folded value", post("Transfer-Encoding:\r\n chunked\r\n", five), either, "", ""},
		{"a value folded by a bare LF", post("Transfer-Encoding:\n chunked\r\n", five), either, "", ""},
		{"a space before the first field", "GET /case HTTP/1.1\r\n X: y\r\n" + host + "\r\n", refused, "", ""},
		{"a bare CR between fields", post("X: X\rTransfer-Encoding: chunked\r\n", five), refused, "", ""},
		{"a bare LF between fields", post("X: X\nTransfer-Encoding: chunked\r\n", five), either, "", ""},
		{"LF only", strings.ReplaceAll(withLength(" 5"), "\r", ""), either, "", ""},
		{"CR only", strings.ReplaceAll(withLength(" 5"), "\n", ""), refused, "", ""},
		{"NUL in a value", get("HTTP/1.1\r\n" + host + "X: a\x00b\r\n"), refused, "", ""},
		{"a line without a colon", get("HTTP/1.1\r\n" + host + "nonsense\r\n"), refused, "", ""},
		{"an empty name", get("HTTP/1.1\r\n" + host + ": x\r\n"), refused, "", ""},
		{"0x85 in a name", get("HTTP/1.1\r\n" + host + "X\x85: x\r\n"), refused, "", ""},
	}
}

func chunks() []shape {
	const end = "\r\nhello\r\n0\r\n\r\n"
	return []shape{
		{"a bare LF after the size", inChunks("5\nhello\r\n0\r\n\r\n"), refused, "", ""},
		{"the size 0x5", inChunks("0x5" + end), refused, "", ""},
		{"the size +5", inChunks("+5" + end), refused, "", ""},
		{"the size -5", inChunks("-5" + end), refused, "", ""},
		{"the size 0_5", inChunks("0_5" + end), refused, "", ""},
		{"no size", inChunks(end), refused, "", ""},
		{"a size beyond 64 bits", inChunks("10000000000000005" + end), refused, "", ""},
		{"junk after the size", inChunks("5 x" + end), refused, "", ""},
		{"a CR alone after the size", inChunks("5\rXhello\r\n0\r\n\r\n"), refused, "", ""},
		{"a CR in an extension", inChunks("5;a\rb" + end), refused, "", ""},
		{"a bare LF in an extension", inChunks("5;a\nhello\r\n0\r\n\r\n"), refused, "", ""},
		{"spaces before the size", inChunks("  5" + end), either, "", ""},
		{"an extension of 20 kB", inChunks("5;a=" + strings.Repeat("b", 20_000) + end), either, "", ""},
		{"a bare LF after the data", inChunks("5\r\nhello\n0\r\n\r\n"), refused, "", ""},
		{"data longer than its size", inChunks("5\r\nhelloX\r\n0\r\n\r\n"), refused, "", ""},
		{"a bare LF after the last chunk", inChunks("5\r\nhello\r\n0\n\r\n"), either, "", ""},
		{"a trailer that looks like a request", inChunks("5\r\nhello\r\n0\r\nGET /hidden HTTP/1.1\r\nHost: a\r\n\r\n"), either, "", ""},
	}
}

func hosts() []shape {
	list := []shape{
		{"no host", get("HTTP/1.1\r\n"), refused, "", ""},
		{"two hosts", get("HTTP/1.1\r\n" + host + "Host: other.example\r\n"), refused, "", ""},
	}
	for _, name := range []string{"case example", "case/example", "user@case.example", "<script>"} {
		list = append(list, shape{"the host " + name, get("HTTP/1.1\r\nHost: " + name + "\r\n"), refused, "", ""})
	}
	return append(list, shape{
		"another host in the target", "GET http://other.example/case HTTP/1.1\r\n" + host + "\r\n", either,
		"Host: other.example\r\n", "case.example",
	})
}

func requestLines() []shape {
	return []shape{
		{"a space in the target", "GET /a b HTTP/1.1\r\n" + host + "\r\n", refused, "", ""},
		{"tabs in the request line", "GET\t/case\tHTTP/1.1\r\n" + host + "\r\n", refused, "", ""},
		{"HTTP/9.9", get("HTTP/9.9\r\n" + host), refused, "", ""},
		{"no version", "GET /case\r\n\r\n", refused, "", ""},
		{"a method that is none", "G(T /case HTTP/1.1\r\n" + host + "\r\n", refused, "", ""},
		{"LF in the request line", "GET /case\n HTTP/1.1\r\n" + host + "\r\n", refused, "", ""},
		{"NUL in the path", "GET /a\x00b HTTP/1.1\r\n" + host + "\r\n", refused, "", ""},
		{"BEL in the path", "GET /a\x07b HTTP/1.1\r\n" + host + "\r\n", refused, "", ""},
		{"HTTP/1.32", get("HTTP/1.32\r\n" + host), either, "", ""},
		{"CR and LF, encoded", "GET /%0d%0aX:%20y HTTP/1.1\r\n" + host + "\r\n", passes, "GET /%0d%0aX:%20y HTTP/1.1\r\n", ""},
	}
}

func hops() []shape {
	return []shape{
		{
			"X-Forwarded-For in Connection", get("HTTP/1.1\r\n" + host + "Connection: close, X-Forwarded-For\r\nX-Forwarded-For: 6.6.6.6\r\n"),
			passes, "X-Forwarded-For: 127.0.0.1\r\n", "6.6.6.6",
		},
		{"Host in Connection", get("HTTP/1.1\r\n" + host + "Connection: close, Host\r\n"), either, "Host: case.example\r\n", ""},
		{"Content-Length in Connection", post("Connection: Content-Length\r\nContent-Length: 47\r\n", hidden), either, hidden, ""},
		{"100-continue", post("Expect: 100-continue\r\nContent-Length: 5\r\n", "hello"), passes, "hello", ""},
		{"200-ok", post("Expect: 200-ok\r\nContent-Length: 5\r\n", "hello"), either, "", ""},
		{"y 100-continue", post("Expect: y 100-continue\r\nContent-Length: 5\r\n", "hello"), either, "", ""},
		{
			"h2c", get("HTTP/1.1\r\n" + host + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n"),
			either, "", "h2c",
		},
		{
			"a WebSocket of version 777", get("HTTP/1.1\r\n" + host + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 777\r\n" +
				"Sec-WebSocket-Key: nf6dB8Pb/BLinZ7UexUXHg==\r\n"), either, "", "",
		},
	}
}

func sizes() []shape {
	return []shape{
		{"a header of 2 MB", get("HTTP/1.1\r\n" + host + "X: " + strings.Repeat("a", 2<<20) + "\r\n"), refused, "", ""},
		{"60,000 fields", get("HTTP/1.1\r\n" + host + strings.Repeat("X-Some-Field: value\r\n", 60_000)), refused, "", ""},
		{"the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", either, "", ""},
	}
}
