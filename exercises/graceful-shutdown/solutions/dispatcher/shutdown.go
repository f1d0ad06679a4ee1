// Package shutdown runs background jobs and stops in good order when it is told to.
//
// In this solution Run itself receives the jobs and starts a goroutine for each.
// It takes a place for the job before it takes the job: what has been received
// can start at once. Holding all places at the end means that all are done.
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
	jobCtx, cancelJobs := context.WithCancel(context.WithoutCancel(ctx))
	defer cancelJobs()

	// The grace period begins when ctx ends, wherever Run is then.
	expired := make(chan struct{})
	disarm := after(ctx, grace, func() { close(expired) })
	defer disarm()

	var mu sync.Mutex
	var errs []error
	places := make(chan struct{}, workers)
	for ctx.Err() == nil {
		select {
		case places <- struct{}{}:
		case <-ctx.Done():
			continue
		}
		job, ok := receive(ctx, jobs)
		if !ok {
			<-places
			break
		}
		go func() {
			defer func() { <-places }()
			if err := job(jobCtx); err != nil {
				mu.Lock()
				defer mu.Unlock()
				errs = append(errs, err)
			}
		}()
	}

	var late error
	for range workers {
		select {
		case places <- struct{}{}:
			continue
		case <-expired:
			late = ErrGraceExceeded
		}
		break
	}
	mu.Lock()
	defer mu.Unlock()
	return errors.Join(late, errors.Join(errs...))
}

// receive gives no job once ctx has ended, even if one is waiting.
func receive(ctx context.Context, jobs <-chan Job) (job Job, ok bool) {
	if ctx.Err() == nil {
		select {
		case job, ok = <-jobs:
		case <-ctx.Done():
		}
	}
	return job, ok
}

// after calls f in a goroutine of its own when d has passed since the end of ctx,
// unless it is disarmed first.
func after(ctx context.Context, d time.Duration, f func()) (disarm func()) {
	var mu sync.Mutex
	var timer *time.Timer
	disarmed := false
	forget := context.AfterFunc(ctx, func() {
		mu.Lock()
		defer mu.Unlock()
		if !disarmed {
			timer = time.AfterFunc(d, f)
		}
	})
	return func() {
		forget()
		mu.Lock()
		defer mu.Unlock()
		disarmed = true
		if timer != nil {
			timer.Stop()
		}
	}
}

// Signals gives a context that ends with parent, with SIGINT or SIGTERM, or when
// stop is called. Once it has ended, a second signal does what it does by default.
func Signals(parent context.Context) (ctx context.Context, stop context.CancelFunc) {
	ctx, cancel := context.WithCancel(parent)
	// One place is enough for the first signal, and without any it could be missed.
	arrived := make(chan os.Signal, 1)
	signal.Notify(arrived, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		defer cancel()
		defer signal.Stop(arrived)
		select {
		case <-arrived:
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}
