package problem

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// ErrCoding says that a body is in a Content-Encoding that Decode does not
// read: an unknown one, or several at once.
var ErrCoding = errors.New("content coding cannot be read")

// ErrExpansion says that a body grows by more than a factor of 20 when it is
// decoded, which no honest error page does.
var ErrExpansion = errors.New("body expands too much")

// Decode undoes the Content-Encoding of the first bytes of a body and returns
// at most 64 KiB. It reads one layer of gzip, br, zstd or deflate (RFC 9110
// 8.4.1, RFC 8878). A stream that ends early is no error: what could be decoded
// is returned. With an error there is no result: [ErrCoding], [ErrExpansion],
// or what the decoder says of a broken stream. The result may share memory with
// prefix.
func Decode(contentEncoding string, prefix []byte) ([]byte, error) {
	coding := strings.ToLower(strings.TrimSpace(contentEncoding))
	if coding == "" || coding == "identity" {
		return prefix[:min(len(prefix), maxBody)], nil
	}
	open, ok := decoders[coding]
	if !ok {
		return nil, fmt.Errorf("%w: %.40q", ErrCoding, contentEncoding)
	}
	if len(prefix) == 0 {
		return nil, nil
	}
	r, err := open(bytes.NewReader(prefix))
	if err != nil {
		return nil, decodeError(coding, err)
	}
	defer r.Close()
	return readExpanded(coding, r, len(prefix))
}

// decoders is read-only: one entry for each coding and its old alias.
var decoders = map[string]func(io.Reader) (io.ReadCloser, error){
	"gzip":    openGzip,
	"x-gzip":  openGzip,
	"deflate": openDeflate,
	"br":      openBrotli,
	"zstd":    openZstd,
}

func openGzip(r io.Reader) (io.ReadCloser, error) { return gzip.NewReader(r) }

func openBrotli(r io.Reader) (io.ReadCloser, error) {
	return io.NopCloser(brotli.NewReader(&narrowedBrotli{Reader: r})), nil
}

// openDeflate takes the zlib form that RFC 9110 8.4.1.2 asks for and the raw
// form that some servers send.
func openDeflate(r io.Reader) (io.ReadCloser, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	isZlib := len(data) > 1 && data[0]&0x0f == 8 && (int(data[0])<<8|int(data[1]))%31 == 0
	if isZlib {
		return zlib.NewReader(bytes.NewReader(data))
	}
	return flate.NewReader(bytes.NewReader(data)), nil
}

func openZstd(r io.Reader) (io.ReadCloser, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	d, err := zstd.NewReader(narrowedZstd(data),
		zstd.WithDecoderConcurrency(1), // no goroutines
		zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(maxWindow))
	if err != nil {
		return nil, err
	}
	return d.IOReadCloser(), nil
}

func readExpanded(coding string, r io.Reader, coded int) ([]byte, error) {
	limit := min(maxBody, max(minExpansion, maxRatio*coded))
	out, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if len(out) > limit {
		if limit < maxBody {
			return nil, ErrExpansion
		}
		return out[:limit], nil
	}
	if err != nil {
		if err = decodeError(coding, err); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// decodeError wraps what a decoder says. A stream that was cut is none of its
// faults: only the first bytes of it are here.
func decodeError(coding string, err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return nil
	}
	return fmt.Errorf("decode %s body: %w", coding, err)
}
