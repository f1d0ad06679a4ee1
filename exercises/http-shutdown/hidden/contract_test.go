package server_test

import (
	"context"
	"net"
	"net/http"
	"time"

	"server"
)

// The API as README.md gives it. If this file does not compile, the submission's
// API does not match.
var (
	_ func(ctx context.Context, ln net.Listener, h http.Handler, opts server.Options) error = server.Serve

	_       = server.Options{Drain: time.Second, Grace: time.Second}
	_ error = server.ErrGraceExceeded
)

const (
	_ string        = server.ReadyPath
	_ time.Duration = server.HeaderTimeout
)
