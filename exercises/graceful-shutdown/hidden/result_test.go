package shutdown_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"shutdown"
)

var (
	errDisk = errors.New("disk full")
	errMail = errors.New("mailbox unknown")
)

// A shutdown in good order is a success.
func TestAGracefulShutdownIsNoError(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var w work
		o := run(cancelledAt(t.Context(), s), queueOf(w.lasting(0, 3*s)), 1, 30*s, &w)
		settle(ever)
		if !o.back || o.err != nil {
			t.Errorf("shutdown in good order: Run gave %v", o.err)
		}
		if w.Len() != 1 {
			t.Errorf("the job ran %d times", w.Len())
		}
	})
}

// Errors of jobs stop nothing, and Run's error holds all of them, those of jobs
// that end during the shutdown too.
func TestErrorsOfJobsAreJoined(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var w work
		jobs := queueOf(w.failing(0, s, errDisk), w.lasting(1, s), w.failing(2, s, errMail))
		o := run(cancelledAt(t.Context(), 2500*ms), jobs, 1, 30*s, &w)
		settle(ever)
		if w.Len() != 3 {
			t.Errorf("the first of 3 jobs failed, and %d ran", w.Len())
		}
		for _, err := range []error{errDisk, errMail} {
			if err == errMail && o.finished < 3 {
				continue // Run did not wait for that job: that is another criterion's business
			}
			if !errors.Is(o.err, err) {
				t.Errorf("a job returned %q, and Run's error does not hold it: %v", err, o.err)
			}
		}
		if errors.Is(o.err, shutdown.ErrGraceExceeded) || errors.Is(o.err, context.Canceled) {
			t.Errorf("all jobs were done in time, and Run gave %v", o.err)
		}
	})
}

// When the grace period is not enough, Run says so, beside the errors so far.
func TestTooLittleGraceIsAnError(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var w work
		jobs := queueOf(w.failing(0, s, errDisk), w.lasting(1, 2*time.Hour))
		ctx, cancel := context.WithCancel(t.Context())
		o := run(ctx, jobs, 1, 10*s, &w)
		settle(5 * s) // orders the failed job before the shutdown: races are another test's
		cancel()
		settle(ever)
		if o.back && o.at != 15*s {
			return // Run came back too early or too late: that is another criterion's business
		}
		if !errors.Is(o.err, shutdown.ErrGraceExceeded) || !errors.Is(o.err, errDisk) {
			t.Errorf("a job returned %q, another one was not done in time, and Run gave %v", errDisk, o.err)
		}
	})
}
