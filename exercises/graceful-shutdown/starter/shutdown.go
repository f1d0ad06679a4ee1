// Package shutdown runs background jobs and stops in good order when it is told to.
// README.md says exactly what each function does.
package shutdown

import (
	"context"
	"errors"
	"time"
)

// Job is a unit of background work. Its context ends when there is no time left.
type Job func(ctx context.Context) error

// ErrGraceExceeded says that jobs were still running when the grace period ended.
var ErrGraceExceeded = errors.New("shutdown: jobs still running at the end of the grace period")

var errNotWritten = errors.New("shutdown: not written yet")

// Run runs the jobs that it receives, on as many workers, until the channel is
// closed or ctx ends. Jobs in flight then have the grace period to finish.
func Run(ctx context.Context, jobs <-chan Job, workers int, grace time.Duration) error {
	return errNotWritten
}

// Signals gives a context that ends with parent, with SIGINT or SIGTERM, or when
// stop is called.
func Signals(parent context.Context) (ctx context.Context, stop context.CancelFunc) {
	return context.WithCancel(parent)
}
