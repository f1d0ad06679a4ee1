// Package server runs an HTTP server and ends it in good order.
//
// One goroutine runs http.Server.Serve; the caller's goes through the stages of the
// server's life, each of which ends with an event or with the failure of the listener.
package server

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
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
	var draining atomic.Bool
	values := context.WithoutCancel(ctx)
	srv := &http.Server{
		Handler:           withReadiness(h, &draining),
		ReadHeaderTimeout: HeaderTimeout,
		BaseContext:       func(net.Listener) context.Context { return values },
	}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(ln) }()

	select {
	case <-ctx.Done():
	case err := <-failed:
		srv.Close()
		return err
	}

	draining.Store(true)
	timer := time.NewTimer(opts.Drain)
	defer timer.Stop()
	select {
	case <-timer.C:
	case err := <-failed:
		srv.Close()
		return err
	}

	limit, cancel := context.WithTimeout(values, opts.Grace) // ctx has ended, so not from ctx
	defer cancel()
	err := srv.Shutdown(limit)
	if err != nil {
		srv.Close()
		err = ErrGraceExceeded
	}
	<-failed // http.ErrServerClosed, and the listener is closed
	return err
}

// withReadiness answers ReadyPath, and leaves the rest to h.
func withReadiness(h http.Handler, draining *atomic.Bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method != http.MethodGet || r.URL.Path != ReadyPath:
			h.ServeHTTP(w, r)
		case draining.Load():
			http.Error(w, "shutting down", http.StatusServiceUnavailable)
		default:
			w.WriteHeader(http.StatusOK)
		}
	})
}
