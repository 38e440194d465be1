package config

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/upstream"
)

// client is the pool of a site's servers. A server without TLS that gRPC
// reaches too is spoken to by HTTP/2 for gRPC alone when the edge accepts h2c.
func (s *Site) client(h2c bool, log *slog.Logger) (upstream.Client, error) {
	opts, err := s.poolOptions(log)
	if err != nil {
		return nil, err
	}
	rest, err := upstream.NewPool(opts)
	if err != nil || !h2c || s.Upstream.HTTP2 != "auto" || s.hasTLS() {
		return rest, err
	}
	opts.Server.H2C = true
	grpc, err := upstream.NewPool(opts)
	if err != nil {
		return nil, err
	}
	return upstream.SplitGRPC(grpc, rest), nil
}

func (s *Site) hasTLS() bool {
	for _, server := range s.Upstream.Servers {
		if strings.HasPrefix(string(server), "https:") {
			return true
		}
	}
	return false
}

func (s *Site) poolOptions(log *slog.Logger) (upstream.PoolOptions, error) {
	u := &s.Upstream
	trust, err := u.TLS.config()
	if err != nil {
		return upstream.PoolOptions{}, err
	}
	opts := upstream.PoolOptions{
		Servers: texts(u.Servers),
		Server: upstream.Options{
			ConnectTimeout: u.ConnectTimeout.Std(), HeaderTimeout: u.HeaderTimeout.Std(), IdleTimeout: u.IdleTimeout.Std(),
			MaxConnections: u.MaxConnections, H2C: u.HTTP2 == "h2c", HTTP1: u.HTTP2 == "never",
			ServerHost: u.Host == "upstream", TLS: trust,
		},
		Balance: upstream.Balance(s.Balance),
		Circuit: upstream.CircuitOptions{
			Failures: u.Circuit.Failures, OpenFor: u.Circuit.OpenFor.Std(), MaxOpen: float64(u.Circuit.MaxOpen),
		},
		Retry: s.Retry.options(),
		Log:   log,
	}
	if h := u.Health; h != nil {
		opts.Health = upstream.HealthOptions{
			Path: h.Path, Every: h.Every.Std(), HealthyAfter: h.HealthyAfter, UnhealthyAfter: h.UnhealthyAfter,
		}
	}
	return opts, nil
}

// options turns zeros that mean never into what the pool takes for never.
func (r *Retry) options() upstream.RetryOptions {
	return upstream.RetryOptions{
		Attempts:        orNever(r.Attempts),
		Methods:         texts(r.Methods),
		After:           texts(r.After),
		Backoff:         upstream.BackoffOptions{First: r.Backoff.First.Std(), Max: r.Backoff.Max.Std()},
		Budget:          upstream.BudgetOptions{Share: orNever(float64(r.Budget.Share)), Floor: orNever(r.Budget.Floor.PerSecond())},
		HonorRetryAfter: orNever(r.HonorRetryAfter.Std()),
	}
}

// orNever is the value, or -1 for zero: the rooms read zero as their default.
func orNever[N int | float64 | time.Duration](n N) N {
	if n == 0 {
		return -1
	}
	return n
}

// texts turns words of ours into plain ones.
func texts[S ~string](words []S) []string {
	plain := make([]string, len(words))
	for i, w := range words {
		plain[i] = string(w)
	}
	return plain
}

// config is how servers with https are trusted; nil for the system's way.
func (t UpstreamTLS) config() (*tls.Config, error) {
	if t == (UpstreamTLS{}) {
		return nil, nil
	}
	c := &tls.Config{ServerName: t.ServerName, MinVersion: tls.VersionTLS12}
	if t.CA == "" {
		return c, nil
	}
	pem, err := os.ReadFile(string(t.CA))
	if err != nil {
		return nil, fmt.Errorf("read the authorities of the servers: %w", err)
	}
	c.RootCAs = x509.NewCertPool()
	if !c.RootCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s: no certificate in PEM form", t.CA)
	}
	return c, nil
}
