package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"strings"

	"github.com/seed-3913a1bb/signpost/handlers/listen"
)

// certificates reads the certificate that the flags name; nil without one.
func (f serveFlags) certificates(log *slog.Logger) (*listen.Certificates, error) {
	switch {
	case f.cert == "" && f.key == "":
		return nil, nil
	case f.cert == "" || f.key == "":
		return nil, errors.New("--cert and --key belong together")
	}
	return listen.NewCertificates([]listen.KeyPair{{Cert: f.cert, Key: f.key}}, log)
}

// prefixList is a flag of networks, which may be repeated.
type prefixList struct{ prefixes []netip.Prefix }

// Set adds networks, separated by commas.
func (l *prefixList) Set(text string) error {
	for part := range strings.SplitSeq(text, ",") {
		p, err := netip.ParsePrefix(strings.TrimSpace(part))
		if err != nil {
			return fmt.Errorf("%q is no network, as 10.0.0.0/8 is", part)
		}
		l.prefixes = append(l.prefixes, p)
	}
	return nil
}

// String lists the networks.
func (l *prefixList) String() string {
	var texts []string
	for _, p := range l.prefixes {
		texts = append(texts, p.String())
	}
	return strings.Join(texts, ",")
}

// Type names the flag's value in the help.
func (l *prefixList) Type() string { return "network" }
