// Package shutdown runs background jobs and stops in good order when it is told to.
//
// This solution is one loop over a select that owns all state, so nothing is
// locked. Which of its cases can happen is decided by channels that are nil.
package shutdown

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// Job is a unit of background work. Its context ends when there is no time left.
type Job func(ctx context.Context) error

// ErrGraceExceeded says that jobs were still running when the grace period ended.
var ErrGraceExceeded = errors.New("shutdown: jobs still running at the end of the grace period")

// Run runs the jobs that it receives, on as many workers, until the channel is
// closed or ctx ends. Jobs in flight then have the grace period to finish.
func Run(ctx context.Context, jobs <-chan Job, workers int, grace time.Duration) error {
	jobCtx, cancelJobs := context.WithCancel(context.WithoutCancel(ctx))
	defer cancelJobs()

	var (
		running = 0
		results = make(chan error)
		stop    = ctx.Done()
		expired <-chan time.Time
		errs    []error
	)
	shut := func() {
		jobs, stop = nil, nil
		expired = time.After(grace)
	}
	for running > 0 || jobs != nil {
		if stop != nil && ctx.Err() != nil {
			shut() // now, since select might prefer a job
			continue
		}
		more := jobs
		if running == workers {
			more = nil
		}
		select {
		case job, ok := <-more:
			if !ok {
				jobs = nil
				continue
			}
			running++
			go func() { results <- job(jobCtx) }()
		case err := <-results:
			running--
			if err != nil {
				errs = append(errs, err)
			}
		case <-stop:
			shut()
		case <-expired:
			return errors.Join(append(errs, ErrGraceExceeded)...)
		}
	}
	return errors.Join(errs...)
}

// Signals gives a context that ends with parent, with SIGINT or SIGTERM, or when
// stop is called. The first of these also gives the signals back to the system,
// so that a second one ends the process.
func Signals(parent context.Context) (ctx context.Context, stop context.CancelFunc) {
	ctx, stop = signal.NotifyContext(parent, os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}
