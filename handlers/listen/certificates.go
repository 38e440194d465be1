package listen

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"
)

// KeyPair names the two PEM files of a certificate: the chain, the server's own
// certificate first, and its private key.
type KeyPair struct {
	Cert, Key string
}

// Certificates are those of a listener, chosen by the names in them. It is safe
// for concurrent use.
type Certificates struct {
	log     *slog.Logger
	current atomic.Pointer[certificateSet]
}

// NewCertificates reads all files. The error tells everything that is wrong
// with them. log, which may be nil, hears of certificates that are out of date:
// they are used all the same, for it is better to be warned by a browser than to
// find the door shut.
func NewCertificates(files []KeyPair, log *slog.Logger) (*Certificates, error) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	c := &Certificates{log: log}
	return c, c.Use(files)
}

// Use reads other files in the place of the present ones. After an error
// nothing has changed.
func (c *Certificates) Use(files []KeyPair) error {
	set, err := readCertificates(files)
	if err != nil {
		return err
	}
	set.warn(c.log, time.Now())
	c.current.Store(set)
	return nil
}

// Reload reads the same files again. After an error, of one file or of all,
// the old certificates stay.
func (c *Certificates) Reload() error { return c.Use(c.current.Load().files) }

// Config returns TLS settings that take a certificate for each handshake.
func (c *Certificates) Config(minVersion uint16) *tls.Config {
	return &tls.Config{
		MinVersion: minVersion,
		GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			return c.current.Load().choose(hello), nil
		},
	}
}

// Expiry returns when the first of the certificates runs out.
func (c *Certificates) Expiry() time.Time {
	var first time.Time
	for _, cert := range c.current.Load().list {
		if end := cert.Leaf.NotAfter; first.IsZero() || end.Before(first) {
			first = end
		}
	}
	return first
}

// Names lists the host names that the certificates are for, in their order.
func (c *Certificates) Names() []string {
	var names []string
	for _, cert := range c.current.Load().list {
		names = append(names, cert.Leaf.DNSNames...)
	}
	return names
}

// TLSVersion reads the name of the lowest version of TLS that is spoken. Those
// before 1.2 are not to be had (RFC 8996).
func TLSVersion(name string) (uint16, error) {
	switch name {
	case "", "1.2":
		return tls.VersionTLS12, nil
	case "1.3":
		return tls.VersionTLS13, nil
	}
	return 0, fmt.Errorf("TLS version %q is unknown: use 1.2 or 1.3", name)
}

// certificateSet does not change.
type certificateSet struct {
	files  []KeyPair
	list   []*tls.Certificate // => at least one
	byName map[string][]*tls.Certificate
}

func readCertificates(files []KeyPair) (*certificateSet, error) {
	if len(files) == 0 {
		return nil, errors.New("TLS needs at least one certificate and its key")
	}
	set := &certificateSet{files: files, byName: map[string][]*tls.Certificate{}}
	var mistakes []error
	for _, pair := range files {
		cert, err := readPair(pair)
		if err != nil {
			mistakes = append(mistakes, err)
			continue
		}
		set.add(cert)
	}
	if len(mistakes) > 0 {
		return nil, errors.Join(mistakes...)
	}
	return set, nil
}

func (s *certificateSet) add(cert *tls.Certificate) {
	s.list = append(s.list, cert)
	for _, name := range cert.Leaf.DNSNames {
		key := strings.ToLower(name)
		s.byName[key] = append(s.byName[key], cert)
	}
	for _, ip := range cert.Leaf.IPAddresses {
		s.byName[ip.String()] = append(s.byName[ip.String()], cert)
	}
}

// choose returns the certificate for a handshake: by the exact name, by a
// wildcard, by the address that was connected to when the client names none, and
// else the first one, whose refusal tells the client more than an alert would.
func (s *certificateSet) choose(hello *tls.ClientHelloInfo) *tls.Certificate {
	name := strings.ToLower(strings.TrimSuffix(hello.ServerName, "."))
	if name == "" && hello.Conn != nil {
		name = addrOf(hello.Conn.LocalAddr()).String()
	}
	candidates := s.byName[name]
	if _, parent, ok := strings.Cut(name, "."); ok && len(candidates) == 0 {
		candidates = s.byName["*."+parent]
	}
	if len(candidates) == 0 {
		candidates = s.list
	}
	for _, cert := range candidates {
		if hello.SupportsCertificate(cert) == nil {
			return cert
		}
	}
	return candidates[0]
}

func (s *certificateSet) warn(log *slog.Logger, now time.Time) {
	for i, cert := range s.list {
		switch leaf := cert.Leaf; {
		case now.After(leaf.NotAfter):
			log.Warn("certificate has expired", "file", s.files[i].Cert, "since", leaf.NotAfter)
		case now.Before(leaf.NotBefore):
			log.Warn("certificate is not valid yet", "file", s.files[i].Cert, "from", leaf.NotBefore)
		}
	}
}
