package listen

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// maxPEM is what a file of a certificate may hold.
const maxPEM = 1 << 20

// readPair reads a certificate with its key. The error names the file to look
// into.
func readPair(files KeyPair) (*tls.Certificate, error) {
	cert, err := readPEM("certificate", files.Cert)
	if err != nil {
		return nil, err
	}
	key, err := readPEM("key", files.Key)
	if err != nil {
		return nil, err
	}
	pair, err := tls.X509KeyPair(cert, key)
	if err != nil {
		return nil, pairError(files, string(cert), string(key), err)
	}
	return &pair, nil
}

func readPEM(what, path string) ([]byte, error) {
	if path == "" {
		return nil, fmt.Errorf("the %s file is not named", what)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the %s: %w", what, err)
	}
	defer file.Close()
	pem, err := io.ReadAll(io.LimitReader(file, maxPEM+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read the %s %s: %w", what, path, err)
	case len(pem) > maxPEM:
		return nil, fmt.Errorf("the %s %s is larger than 1 MiB", what, path)
	}
	return pem, nil
}

// pairError says which of the files is to blame.
func pairError(files KeyPair, cert, key string, err error) error {
	switch {
	case !strings.Contains(cert, "-----BEGIN CERTIFICATE-----"):
		return fmt.Errorf("%s holds no certificate in PEM form", files.Cert)
	case strings.Contains(key, "ENCRYPTED"):
		return fmt.Errorf("the key %s is encrypted: store it without a passphrase, readable to the service only", files.Key)
	case !strings.Contains(key, "PRIVATE KEY-----"):
		return fmt.Errorf("%s holds no private key in PEM form", files.Key)
	case strings.Contains(err.Error(), "does not match"):
		return fmt.Errorf("the key %s does not belong to the certificate %s; is the server's own certificate the first of the chain?", files.Key, files.Cert)
	}
	return fmt.Errorf("certificate %s with key %s: %w", files.Cert, files.Key, withoutPrefix(err))
}

func withoutPrefix(err error) error {
	if text, ok := strings.CutPrefix(err.Error(), "tls: "); ok {
		return errors.New(text)
	}
	return err
}
