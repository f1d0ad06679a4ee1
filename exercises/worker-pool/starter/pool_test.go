package workerpool_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"workerpool"
)

// These tests are yours: run them with `go test -race`, change them, add to them.
// They are a beginning. The hidden tests check everything that README.md says.
//
// They run in bubbles of testing/synctest, in which time is virtual: a second of
// sleep takes no time at all. synctest.Wait returns when every other goroutine of
// the bubble waits for something. A bubble panics if goroutines are left in it.

type reading struct {
	probe int
}

func TestReadingsAreHandled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		seen := map[int]int{}
		pool := workerpool.New(3, 5, func(r reading) {
			time.Sleep(time.Second)
			mu.Lock()
			defer mu.Unlock()
			seen[r.probe]++
		})
		for probe := range 10 {
			if err := pool.Submit(t.Context(), reading{probe}); err != nil {
				t.Fatalf("Submit: %v", err)
			}
		}
		if err := pool.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
		for probe := range 10 {
			if seen[probe] != 1 {
				t.Errorf("reading %d was handled %d times", probe, seen[probe])
			}
		}
	})
}

func TestSubmitGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pool := workerpool.New(1, 0, func(reading) { time.Sleep(time.Minute) })
		synctest.Wait()
		if err := pool.Submit(t.Context(), reading{1}); err != nil {
			t.Fatalf("the worker has nothing to do, and Submit gave %v", err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := pool.Submit(ctx, reading{2}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the worker is busy for a minute, and Submit with a second of patience gave %v", err)
		}
		pool.Close()
	})
}

func TestTrySubmitDoesNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pool := workerpool.New(1, 1, func(reading) { time.Sleep(time.Minute) })
		synctest.Wait()
		for probe, want := range []error{nil, nil, workerpool.ErrFull} {
			if err := pool.TrySubmit(reading{probe}); !errors.Is(err, want) {
				t.Errorf("TrySubmit number %d gave %v; want %v", probe+1, err, want)
			}
			synctest.Wait() // the worker takes the first reading out of the queue
		}
		pool.Close()
		if err := pool.TrySubmit(reading{3}); !errors.Is(err, workerpool.ErrClosed) {
			t.Errorf("TrySubmit after Close gave %v", err)
		}
	})
}

func TestPanicsAreReported(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pool := workerpool.New(1, 2, func(r reading) {
			if r.probe == 1 {
				panic("probe 1 is broken")
			}
		})
		for probe := range 3 {
			if err := pool.Submit(t.Context(), reading{probe}); err != nil {
				t.Fatalf("Submit: %v", err)
			}
		}
		var report *workerpool.PanicError
		if err := pool.Close(); !errors.As(err, &report) || report.Jobs != 1 {
			t.Errorf("one handler panicked, and Close gave %v", err)
		}
	})
}
