// Package server runs an HTTP server and ends it in good order.
//
// This solution does without http.Server.Shutdown, and so without its polling: the server
// tells of each connection when it becomes active and idle, and who ends it
// waits until none is active.
package server

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
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
	var conns connections
	srv := &http.Server{
		Handler:           &front{ctx, h},
		ReadHeaderTimeout: HeaderTimeout,
		ConnState:         conns.note,
		BaseContext: func(net.Listener) context.Context {
			return context.WithoutCancel(ctx)
		},
	}
	defer srv.Close() // whatever is still open

	served := make(chan error)
	go func() {
		defer close(served)
		served <- srv.Serve(ln)
	}()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	time.Sleep(opts.Drain)

	srv.SetKeepAlivesEnabled(false) // closes those that are idle, and the others after their response
	ln.Close()
	<-served
	grace := time.NewTimer(opts.Grace)
	defer grace.Stop()
	<-grace.C
	select {
	case <-conns.quiet():
		return nil
	default:
		return ErrGraceExceeded
	}
}

// front is what the server's requests meet first.
type front struct {
	life context.Context
	shop http.Handler
}

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != ReadyPath || r.Method != http.MethodGet {
		f.shop.ServeHTTP(w, r)
		return
	}
	status := http.StatusOK
	if f.life.Err() != nil {
		status = http.StatusServiceUnavailable
	}
	w.WriteHeader(status)
}

// connections counts those on which a request is being handled.
type connections struct {
	mu     sync.Mutex
	active map[net.Conn]bool
	none   chan struct{} // closed when there are none, once somebody waits for that
}

// note is called by the server whenever a connection changes its state.
func (c *connections) note(conn net.Conn, state http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if state == http.StateActive {
		if c.active == nil {
			c.active = make(map[net.Conn]bool)
		}
		c.active[conn] = true
		return
	}
	was := c.active[conn]
	delete(c.active, conn)
	if was && len(c.active) == 0 && c.none != nil {
		close(c.none)
		c.none = nil
	}
}

// quiet gives a channel that is closed as soon as no connection is active.
func (c *connections) quiet() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	none := make(chan struct{})
	if len(c.active) == 0 {
		close(none)
	} else {
		c.none = none
	}
	return none
}
