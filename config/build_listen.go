package config

import (
	"log/slog"

	"github.com/seed-3913a1bb/signpost/handlers/listen"
)

func (l *Limits) listen() listen.Limits {
	return listen.Limits{
		HeaderBytes: int(l.HeaderBytes), HeaderTimeout: l.HeaderTimeout.Std(), IdleTimeout: l.IdleTimeout.Std(), Streams: l.H2Streams,
	}
}

func (l *Listen) trust() (*listen.Trust, error) {
	return listen.NewTrust(prefixes(l.TrustedProxies), l.ClientIP)
}

// certificates are nil without files.
func (t *TLS) certificates(log *slog.Logger) (*listen.Certificates, error) {
	if len(t.Files) == 0 {
		return nil, nil
	}
	var pairs []listen.KeyPair
	for _, f := range t.Files {
		pairs = append(pairs, listen.KeyPair{Cert: string(f.Cert), Key: string(f.Key)})
	}
	return listen.NewCertificates(pairs, log)
}
