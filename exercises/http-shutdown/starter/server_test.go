package server_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"server"
)

// These tests are yours: run them with `go test -race`, change them, add to them.
// They are a beginning. The hidden tests check everything that README.md says.
//
// They use real connections, and so the real clock: their times are short, and they
// compare with care. The hidden ones have a network of their own, and virtual time.

type result struct {
	status int
	body   string
	err    error
}

func (r result) String() string { return fmt.Sprintf("%d %q, %v", r.status, r.body, r.err) }

// client does not wait for ever for a server that does not answer.
var client = http.Client{Timeout: 2 * time.Second}

func get(url string) result {
	response, err := client.Get(url)
	if err != nil {
		return result{err: err}
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return result{response.StatusCode, string(body), err}
}

// start runs Serve and gives the URL of its server, and what it returned.
func start(t *testing.T, ctx context.Context, h http.HandlerFunc, opts server.Options) (string, <-chan error) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	back := make(chan error, 1)
	go func() { back <- server.Serve(ctx, ln, h, opts) }()
	return "http://" + ln.Addr().String(), back
}

func wait(t *testing.T, back <-chan error) error {
	t.Helper()
	select {
	case err := <-back:
		return err
	case <-time.After(10 * time.Second):
		t.Fatal("Serve did not return")
		return nil
	}
}

func TestServesAndEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	url, back := start(t, ctx, func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "two tickets")
	}, server.Options{Grace: time.Second})
	go func() {
		time.Sleep(500 * time.Millisecond)
		cancel()
	}()
	if got := get(url + "/cart"); got.status != 200 || got.body != "two tickets" {
		t.Errorf("the shop answered %v", got)
	}
	if got := get(url + server.ReadyPath); got.status != 200 {
		t.Errorf("the server is not ready: %v", got)
	}
	if err := wait(t, back); err != nil {
		t.Errorf("Serve: %v", err)
	}
}

func TestARequestInFlightIsFinished(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	url, back := start(t, ctx, func(w http.ResponseWriter, r *http.Request) {
		cancel() // the shutdown begins in the middle of this request
		time.Sleep(300 * time.Millisecond)
		io.WriteString(w, "paid")
	}, server.Options{Grace: 5 * time.Second})
	if got := get(url + "/pay"); got.status != 200 || got.body != "paid" {
		t.Errorf("the request in flight got %v", got)
	}
	if err := wait(t, back); err != nil {
		t.Errorf("Serve: %v", err)
	}
}
