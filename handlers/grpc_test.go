package handlers_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// grpcSite serves three methods: /t.T/Echo, /t.T/Fail (the code in the
// request, trailers only) and /t.T/Count (a stream that waits for its reader).
func grpcSite(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := grpc.NewServer(grpc.UnknownServiceHandler(grpcMethods))
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = srv.Serve(l)
	}()
	t.Cleanup(func() { srv.Stop(); <-done })
	return "http://" + l.Addr().String()
}

func grpcMethods(_ any, stream grpc.ServerStream) error {
	method, _ := grpc.MethodFromServerStream(stream)
	in := new(wrapperspb.StringValue)
	if err := stream.RecvMsg(in); err != nil {
		return err
	}
	switch {
	case strings.HasSuffix(method, "/Echo"):
		return stream.SendMsg(in)
	case strings.HasSuffix(method, "/Count"):
		if err := stream.SendMsg(wrapperspb.String("one")); err != nil {
			return err
		}
		<-stream.Context().Done() // the second never comes
		return stream.Context().Err()
	}
	var code codes.Code
	_, _ = fmt.Sscan(in.Value, &code)
	return status.Error(code, "näher: "+code.String())
}

// grpcEdges serve the same site over cleartext HTTP/2 and over TLS.
func grpcEdges(t *testing.T, target string) map[string]*grpc.ClientConn {
	t.Helper()
	edge := newEdge(t, upstream.Options{URL: target, H2C: true})
	clear := httptest.NewUnstartedServer(edge)
	clear.Config = listen.NewServer(edge, listen.Options{H2C: true}).Server
	clear.Start()
	t.Cleanup(clear.Close)
	secure := startTLSEdge(t, edge)

	return map[string]*grpc.ClientConn{
		"h2c": dialGRPC(t, clear.Listener.Addr().String(), insecure.NewCredentials()),
		"tls": dialGRPC(t, secure.Listener.Addr().String(), credentials.NewTLS(&tls.Config{InsecureSkipVerify: true})),
	}
}

// startTLSEdge serves over TLS with the HTTP/2 server that NewServer set up.
func startTLSEdge(t *testing.T, edge http.Handler) *httptest.Server {
	t.Helper()
	srv := httptest.NewUnstartedServer(edge)
	srv.Config = listen.NewServer(edge, listen.Options{}).Server
	srv.TLS = srv.Config.TLSConfig.Clone()
	srv.StartTLS()
	t.Cleanup(srv.Close)
	return srv
}

func dialGRPC(t *testing.T, addr string, creds credentials.TransportCredentials) *grpc.ClientConn {
	t.Helper()
	conn, err := grpc.NewClient("passthrough:///"+addr, grpc.WithTransportCredentials(creds))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func invoke(t *testing.T, conn *grpc.ClientConn, method, in string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	out := new(wrapperspb.StringValue)
	err := conn.Invoke(ctx, "/t.T/"+method, wrapperspb.String(in), out)
	return out.Value, err
}

func TestGRPCPassesOverCleartextAndTLS(t *testing.T) {
	for name, conn := range grpcEdges(t, grpcSite(t)) {
		t.Run(name, func(t *testing.T) {
			if out, err := invoke(t, conn, "Echo", "hello"); err != nil || out != "hello" {
				t.Errorf("Echo = %q, %v", out, err)
			}
			for _, code := range []codes.Code{codes.AlreadyExists, codes.Aborted, codes.Unimplemented} {
				_, err := invoke(t, conn, "Fail", fmt.Sprint(int(code)))
				if s := status.Convert(err); s.Code() != code || s.Message() != "näher: "+code.String() {
					t.Errorf("Fail %d = %v", code, err)
				}
			}
			for i := range 25 { // a race between flush and end of stream would show
				if _, err := invoke(t, conn, "Fail", "10"); status.Code(err) != codes.Aborted {
					t.Errorf("trailers-only, run %d: %v", i, err)
				}
			}
			checkGRPCStream(t, conn)
		})
	}
}

func checkGRPCStream(t *testing.T, conn *grpc.ClientConn) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	stream, err := conn.NewStream(ctx, &grpc.StreamDesc{ServerStreams: true}, "/t.T/Count")
	if err != nil {
		t.Fatal(err)
	}
	if err := stream.SendMsg(wrapperspb.String("")); err != nil {
		t.Fatal(err)
	}
	if err := stream.CloseSend(); err != nil {
		t.Fatal(err)
	}
	first := new(wrapperspb.StringValue)
	if err := stream.RecvMsg(first); err != nil || first.Value != "one" {
		t.Errorf("the first message is %q, %v", first.Value, err)
	}
}

func TestGRPCHearsOfTheEdgesOwnErrorsInItsOwnForm(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	for name, conn := range grpcEdges(t, "http://"+l.Addr().String()) {
		_, err := invoke(t, conn, "Echo", "x")
		if s := status.Convert(err); s.Code() != codes.Unavailable || s.Message() == "" || strings.Contains(s.Message(), "127.0.0.1") {
			t.Errorf("%s: %v, want unavailable with a sentence", name, err)
		}
	}
}

func TestTheMessageOfGRPCIsPercentEncoded(t *testing.T) {
	for in, want := range map[string]string{"plain words, here": "plain words, here", "ä%\n": "%C3%A4%25%0A"} {
		if got := handlers.RPCMessage(in); got != want {
			t.Errorf("RPCMessage(%q) = %q, want %q", in, got, want)
		}
	}
}
