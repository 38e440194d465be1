package listen

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strconv"
	"strings"
)

// endpoints are the two ends of a connection as a PROXY header names them.
type endpoints struct {
	source, target netip.AddrPort
}

// maxHeaderV1 is the longest header of version 1, with its line end.
const maxHeaderV1 = 107

// signatureV2 starts a header of version 2.
const signatureV2 = "\r\n\r\n\x00\r\nQUIT\n"

var errNoHeader = errors.New("it does not begin with a PROXY header")

// readProxyHeader reads one header and nothing behind it. It returns zero
// endpoints where the header names none: LOCAL, UNKNOWN, UNSPEC, and socket
// files. The reader's buffer holds at least maxHeaderV1 bytes. io.EOF means that
// nothing came at all.
func readProxyHeader(in *bufio.Reader) (endpoints, error) {
	start, err := in.Peek(len(signatureV2))
	switch {
	case string(start) == signatureV2:
		return readV2(in)
	case strings.HasPrefix(string(start), "PROXY "):
		return readV1(in)
	case err != nil && len(start) == 0:
		return endpoints{}, err
	}
	return endpoints{}, errNoHeader
}

// readV1 reads "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n".
func readV1(in *bufio.Reader) (endpoints, error) {
	line, err := in.ReadSlice('\n')
	if len(line) > maxHeaderV1 || errors.Is(err, bufio.ErrBufferFull) {
		return endpoints{}, fmt.Errorf("PROXY header of version 1 is longer than %d bytes", maxHeaderV1)
	}
	if err != nil {
		return endpoints{}, fmt.Errorf("read a PROXY header: %w", noEOF(err))
	}
	text, ok := strings.CutSuffix(string(line), "\r\n")
	if !ok {
		return endpoints{}, errors.New("PROXY header of version 1 does not end with CR LF")
	}
	return parseV1(text)
}

func parseV1(text string) (endpoints, error) {
	fields := strings.Split(text, " ")
	if len(fields) > 1 && fields[1] == "UNKNOWN" {
		return endpoints{}, nil // whatever follows is to be ignored
	}
	bad := fmt.Errorf("PROXY header of version 1 cannot be read: %q", text)
	if len(fields) != 6 || fields[1] != "TCP4" && fields[1] != "TCP6" {
		return endpoints{}, bad
	}
	source, ok1 := parseEnd(fields[2], fields[4], fields[1] == "TCP4")
	target, ok2 := parseEnd(fields[3], fields[5], fields[1] == "TCP4")
	if !ok1 || !ok2 {
		return endpoints{}, bad
	}
	return endpoints{source, target}, nil
}

func parseEnd(address, port string, is4 bool) (netip.AddrPort, bool) {
	addr, err := netip.ParseAddr(address)
	if err != nil || addr.Is4() != is4 || addr.Zone() != "" {
		return netip.AddrPort{}, false
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || port != strconv.FormatUint(n, 10) {
		return netip.AddrPort{}, false
	}
	return netip.AddrPortFrom(addr.Unmap(), uint16(n)), true
}

// The second byte of a header of version 2 says version and command, the next
// one the family and the protocol of the addresses.
const (
	versionLocal = 0x20
	versionProxy = 0x21
)

// familiesV2 are the address families that a stream can have, with the length
// of one address.
var familiesV2 = map[byte]struct {
	length  int
	isNamed bool // its addresses are those of a network
}{
	0x00: {0, false}, // UNSPEC
	0x11: {4, true},
	0x21: {16, true},
	0x31: {108, false}, // socket files
}

func readV2(in *bufio.Reader) (endpoints, error) {
	head := make([]byte, len(signatureV2)+4)
	if _, err := io.ReadFull(in, head); err != nil {
		return endpoints{}, fmt.Errorf("read a PROXY header: %w", noEOF(err))
	}
	command, family := head[12], head[13]
	rest := &io.LimitedReader{R: in, N: int64(binary.BigEndian.Uint16(head[14:]))}
	var ends endpoints
	switch command {
	case versionLocal: // the balancer's own connection: whatever stands there is to be ignored
	case versionProxy:
		var err error
		if ends, err = readAddresses(rest, family); err != nil {
			return endpoints{}, err
		}
	default:
		return endpoints{}, fmt.Errorf("PROXY header of version 2 has the unknown command %#x", command)
	}
	// The additional fields, at most 64 KiB, are of no use here.
	if _, err := io.CopyN(io.Discard, rest, rest.N); err != nil {
		return endpoints{}, fmt.Errorf("read a PROXY header: %w", noEOF(err))
	}
	return ends, nil
}

func readAddresses(in *io.LimitedReader, family byte) (endpoints, error) {
	kind, known := familiesV2[family]
	if !known {
		return endpoints{}, fmt.Errorf("PROXY header of version 2 has the unknown address family %#x", family)
	}
	if !kind.isNamed {
		return endpoints{}, nil
	}
	block := make([]byte, 2*kind.length+4)
	if in.N < int64(len(block)) {
		return endpoints{}, errors.New("PROXY header of version 2 is too short for its addresses")
	}
	if _, err := io.ReadFull(in, block); err != nil {
		return endpoints{}, fmt.Errorf("read a PROXY header: %w", noEOF(err))
	}
	source, _ := netip.AddrFromSlice(block[:kind.length])
	target, _ := netip.AddrFromSlice(block[kind.length : 2*kind.length])
	ports := block[2*kind.length:]
	return endpoints{
		netip.AddrPortFrom(source.Unmap(), binary.BigEndian.Uint16(ports)),
		netip.AddrPortFrom(target.Unmap(), binary.BigEndian.Uint16(ports[2:])),
	}, nil
}

// noEOF marks an end in the middle of a header.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
