package listen

import (
	"bufio"
	"net"
	"net/netip"
	"strings"
)

// ReadProxyHeader reads the header at the start of text, and returns what is
// behind it.
func ReadProxyHeader(text string) (source, target netip.AddrPort, rest string, err error) {
	r := strings.NewReader(text)
	in := bufio.NewReaderSize(r, maxHeaderV1)
	ends, err := readProxyHeader(in)
	if err == nil {
		behind := in.Buffered() + r.Len()
		rest = text[len(text)-behind:]
	}
	return ends.source, ends.target, rest, err
}

// For tests of what no caller sees directly.
var (
	IsHost       = isHost
	ForwardedFor = forwardedFor
	GoingAway    = goingAway
	AskToLeave   = (*tunnel).askToLeave
)

// NewTunnel is a WebSocket to a client, behind the head of the answer.
func NewTunnel(client net.Conn) *tunnel {
	return &tunnel{Conn: client, tunnels: &tunnels{}, frames: frames{started: true}}
}

// Boundaries follows a server's side of a WebSocket, given in pieces, and
// returns after how many bytes a frame could be put in.
func Boundaries(pieces []string) []int {
	var f frames
	var at []int
	done := 0
	for _, piece := range pieces {
		for p := []byte(piece); len(p) > 0; {
			n := f.finish(p)
			done += n
			p = p[n:]
			if f.atBoundary() {
				at = append(at, done)
			}
		}
	}
	return at
}
