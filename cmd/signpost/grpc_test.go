package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"

	"github.com/seed-3913a1bb/signpost/internal/testsite"
)

// startGRPC runs the standard health service without TLS.
func startGRPC(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	grpc_health_v1.RegisterHealthServer(server, health.NewServer())
	go func() { _ = server.Serve(l) }()
	t.Cleanup(server.Stop)
	return "http://" + l.Addr().String()
}

// checkHealth asks the health service through an edge, without TLS.
func checkHealth(t *testing.T, edge string) (*grpc_health_v1.HealthCheckResponse, error) {
	t.Helper()
	conn, err := grpc.NewClient(strings.TrimPrefix(edge, "http://"), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	return grpc_health_v1.NewHealthClient(conn).Check(t.Context(), &grpc_health_v1.HealthCheckRequest{})
}

func TestH2CCarriesGRPC(t *testing.T) {
	res, err := checkHealth(t, startEdge(t, startGRPC(t), "--h2c"))
	if err != nil || res.GetStatus() != grpc_health_v1.HealthCheckResponse_SERVING {
		t.Errorf("got %v, %v, want SERVING", res, err)
	}
}

func TestCleartextHTTP2IsOffByDefault(t *testing.T) {
	if res, err := checkHealth(t, startEdge(t, startGRPC(t))); err == nil {
		t.Errorf("got %v, want an error", res)
	}
}

func TestH2CLeavesAnOrdinaryServerAlone(t *testing.T) {
	site := httptest.NewServer(testsite.Failing())
	defer site.Close()
	res, err := http.Get(startEdge(t, site.URL, "--h2c") + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Errorf("got %s, want 200", res.Status)
	}
}
