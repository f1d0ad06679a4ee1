// Package shutdown runs background jobs and stops in good order when it is told to.
//
// In this solution each worker takes its own jobs from the channel, so that no
// job is ever in the hands of somebody who cannot run it.
package shutdown

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"sync"
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
	// Jobs outlive ctx, but not the grace period.
	jobCtx, cancelJobs := context.WithCancel(context.WithoutCancel(ctx))
	defer cancelJobs()

	var failures failures
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for {
				job, ok := next(ctx, jobs)
				if !ok {
					return
				}
				failures.add(job(jobCtx))
			}
		})
	}
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		group.Wait()
	}()

	select {
	case <-finished:
		return failures.join()
	case <-ctx.Done():
	}
	limit := time.NewTimer(grace)
	defer limit.Stop()
	select {
	case <-finished:
		return failures.join()
	case <-limit.C:
		return errors.Join(ErrGraceExceeded, failures.join())
	}
}

// next receives a job, unless ctx ends or the channel is closed.
func next(ctx context.Context, jobs <-chan Job) (Job, bool) {
	if ctx.Err() != nil {
		return nil, false // with a job waiting too, select might choose it
	}
	select {
	case <-ctx.Done():
		return nil, false
	case job, ok := <-jobs:
		return job, ok
	}
}

// failures collects the errors of jobs. A job that outlives Run may still add one.
type failures struct {
	mu   sync.Mutex
	errs []error
}

func (f *failures) add(err error) {
	if err == nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.errs = append(f.errs, err)
}

func (f *failures) join() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return errors.Join(f.errs...)
}

// Signals gives a context that ends with parent, with SIGINT or SIGTERM, or when
// stop is called.
func Signals(parent context.Context) (ctx context.Context, stop context.CancelFunc) {
	return signal.NotifyContext(parent, os.Interrupt, syscall.SIGTERM)
}
