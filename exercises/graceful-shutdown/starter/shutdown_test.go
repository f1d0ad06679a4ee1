package shutdown_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"shutdown"
)

// These tests are yours: run them with `go test -race`, change them, add to them.
// They are a beginning. The hidden tests check everything that README.md says.
//
// Most run in bubbles of testing/synctest, in which time is virtual: a minute of
// sleep takes no time at all. A bubble panics if goroutines are left in it.

func TestAllJobsAreRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		jobs := make(chan shutdown.Job, 4)
		ran := make(chan int, 4)
		for number := range 4 {
			jobs <- func(context.Context) error {
				time.Sleep(time.Second)
				ran <- number
				return nil
			}
		}
		close(jobs)
		if err := shutdown.Run(t.Context(), jobs, 2, time.Minute); err != nil {
			t.Errorf("Run: %v", err)
		}
		if len(ran) != 4 {
			t.Errorf("%d of 4 jobs were run", len(ran))
		}
	})
}

func TestTheJobInFlightFinishes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel) // the shutdown
		finished := false
		jobs := make(chan shutdown.Job, 1)
		jobs <- func(context.Context) error {
			time.Sleep(3 * time.Second)
			finished = true
			return nil
		}
		start := time.Now()
		if err := shutdown.Run(ctx, jobs, 1, time.Minute); err != nil {
			t.Errorf("Run: %v", err)
		}
		if took := time.Since(start); !finished || took != 3*time.Second {
			t.Errorf("Run returned after %v; the job takes 3s", took)
		}
	})
}

func TestAStuckJobIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		jobs := make(chan shutdown.Job, 1)
		jobs <- func(context.Context) error {
			time.Sleep(time.Hour)
			return nil
		}
		start := time.Now()
		err := shutdown.Run(ctx, jobs, 1, 10*time.Second)
		if took := time.Since(start); took != 11*time.Second {
			t.Errorf("shutdown after 1s, 10s of grace, and Run returned after %v", took)
		}
		if !errors.Is(err, shutdown.ErrGraceExceeded) {
			t.Errorf("Run: %v", err)
		}
		time.Sleep(2 * time.Hour) // the job comes to its end
	})
}

// The two functions together, as main uses them, and a real signal.
func TestSIGINT(t *testing.T) {
	ctx, stop := shutdown.Signals(t.Context())
	defer stop()
	jobs := make(chan shutdown.Job, 1)
	jobs <- func(context.Context) error {
		self, err := os.FindProcess(os.Getpid())
		if err != nil {
			return err
		}
		if err := self.Signal(os.Interrupt); err != nil {
			return err
		}
		<-ctx.Done()
		return nil
	}
	if err := shutdown.Run(ctx, jobs, 1, time.Minute); err != nil {
		t.Errorf("Run: %v", err)
	}
}
