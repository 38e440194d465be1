package config

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"strings"
	"time"
)

// certificates reads each certificate with its key.
func (c *checker) certificates() {
	for i, f := range c.file.TLS.Files {
		at := fmt.Sprintf("tls.files[%d]", i)
		cert, okCert := c.read(at+".cert", f.Cert, maxPEM)
		key, okKey := c.read(at+".key", f.Key, maxPEM)
		if okCert && okKey {
			c.keyPair(at, cert, key)
		}
	}
}

const maxPEM = 256 << 10

func (c *checker) keyPair(at string, cert, key []byte) {
	pair, err := tls.X509KeyPair(cert, key)
	switch {
	case err == nil:
		c.validity(at+".cert", pair.Leaf)
	case !bytes.Contains(cert, []byte("BEGIN CERTIFICATE")):
		c.report(at+".cert", "it begins with -----BEGIN CERTIFICATE-----", "the file holds no certificate in PEM form")
	case !bytes.Contains(key, []byte("PRIVATE KEY-----")):
		c.report(at+".key", "it begins with -----BEGIN PRIVATE KEY-----", "the file holds no private key in PEM form")
	case strings.Contains(err.Error(), "does not match"):
		c.report(at+".key", "is it the key of an older certificate?", "this is the key of another certificate")
	case isEncrypted(key):
		c.report(at+".key", "openssl pkey -in FILE -out NEWFILE takes the password off", "the key is locked by a password")
	default:
		c.report(at+".cert", "write both in PEM form", "certificate and key cannot be read: %s", strings.TrimPrefix(err.Error(), "tls: "))
	}
}

func isEncrypted(key []byte) bool {
	block, _ := pem.Decode(key)
	return block != nil && (block.Type == "ENCRYPTED PRIVATE KEY" || block.Headers["DEK-Info"] != "")
}

func (c *checker) validity(path string, leaf *x509.Certificate) {
	if leaf == nil {
		return
	}
	const soon = 7 * 24 * time.Hour
	switch {
	case c.now.After(leaf.NotAfter):
		c.doubt(path, "renew it", "the certificate ended on %s", leaf.NotAfter.Format(time.DateOnly))
	case c.now.Add(soon).After(leaf.NotAfter):
		c.doubt(path, "renew it", "the certificate ends on %s", leaf.NotAfter.Format(time.DateOnly))
	case c.now.Before(leaf.NotBefore):
		c.doubt(path, "is the clock right?", "the certificate begins on %s", leaf.NotBefore.Format(time.DateOnly))
	}
}
