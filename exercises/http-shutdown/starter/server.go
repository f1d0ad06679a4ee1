// Package server runs an HTTP server and ends it in good order. README.md says exactly
// what that is.
package server

import (
	"context"
	"errors"
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

var errNotWritten = errors.New("server: not written yet")

// Serve serves on ln until ctx ends, and then shuts down.
func Serve(ctx context.Context, ln net.Listener, h http.Handler, opts Options) error {
	return errNotWritten
}
