// Package server runs an HTTP server and ends it in good order.
//
// The caller's goroutine serves; the shutdown is a function that runs when ctx ends, and the
// context that it ends tells that it is done, and how.
package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// ReadyPath is where the load balancer asks whether it may send requests.
const ReadyPath = "/readyz"

// HeaderTimeout is how long a client may take to send the header of its first request.
const HeaderTimeout = 10 * time.Second

// ErrGraceExceeded says that requests were cut off, because they took longer than the
// grace period.
var ErrGraceExceeded = errors.New("server: grace period exceeded")

// Options say how a server ends.
type Options struct {
	Drain time.Duration // how long it goes on as before, and is not ready
	Grace time.Duration // how long requests may take after that
}

// Serve serves on ln until ctx ends, and then shuts down.
func Serve(ctx context.Context, ln net.Listener, h http.Handler, opts Options) error {
	mux := http.NewServeMux()
	mux.Handle("/", h)
	mux.HandleFunc("GET "+ReadyPath, func(w http.ResponseWriter, _ *http.Request) {
		if ctx.Err() != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	detached := context.WithoutCancel(ctx)
	server := http.Server{
		Handler:           mux,
		ReadHeaderTimeout: HeaderTimeout,
		BaseContext:       func(net.Listener) context.Context { return detached },
	}
	defer server.Close()

	finished, finish := context.WithCancelCause(detached)
	go func() {
		<-ctx.Done()
		finish(shutDown(detached, &server, opts))
	}()

	err := server.Serve(ln)
	if !errors.Is(err, http.ErrServerClosed) {
		finish(nil)
		return fmt.Errorf("serve %v: %w", ln.Addr(), err)
	}
	<-finished.Done()
	if cause := context.Cause(finished); cause != context.Canceled {
		return cause
	}
	return nil
}

// shutDown goes on for as long as the drain, and then gives requests in flight their grace.
func shutDown(ctx context.Context, server *http.Server, opts Options) error {
	time.Sleep(opts.Drain)
	grace, cancel := context.WithTimeoutCause(ctx, opts.Grace, ErrGraceExceeded)
	defer cancel()
	if server.Shutdown(grace) != nil {
		return context.Cause(grace)
	}
	return nil
}
