package upstream

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"os"
)

// maxCAFile is how much of a file of certificates is read: the system's own
// bundle has about a quarter of it.
const maxCAFile = 1 << 20

// TLSOptions say how a server behind https proves who it is. The zero value
// trusts the system's roots and expects the host of the server's address.
type TLSOptions struct {
	CAFile     string // PEM certificates that are trusted instead of the system's roots
	ServerName string // the name that the server's certificate is for
}

// Config reads the certificates and returns the configuration for Options.TLS.
func (o TLSOptions) Config() (*tls.Config, error) {
	c := &tls.Config{ServerName: o.ServerName}
	if o.CAFile == "" {
		return c, nil
	}

	pem, err := readCertificates(o.CAFile)
	if err != nil {
		return nil, fmt.Errorf("read the certificates of the server's authority: %w", err)
	}
	c.RootCAs = x509.NewCertPool()
	if !c.RootCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s: no certificate in it; it must be in PEM form and begin with -----BEGIN CERTIFICATE-----", o.CAFile)
	}

	return c, nil
}

func readCertificates(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()

	pem, err := io.ReadAll(io.LimitReader(f, maxCAFile+1))
	if err == nil && len(pem) > maxCAFile {
		err = fmt.Errorf("%s: larger than 1 MiB", name)
	}

	return pem, err
}
