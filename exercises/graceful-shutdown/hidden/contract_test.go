package shutdown_test

import (
	"context"
	"time"

	"shutdown"
)

// The API as README.md gives it. If this file does not compile, the submission's
// API does not match.
var (
	_ func(ctx context.Context, jobs <-chan shutdown.Job, workers int, grace time.Duration) error = shutdown.Run
	_ func(parent context.Context) (context.Context, context.CancelFunc)                          = shutdown.Signals

	_ shutdown.Job = func(ctx context.Context) error { return nil }
	_ error        = shutdown.ErrGraceExceeded
)
