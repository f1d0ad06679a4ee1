package workerpool_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"assay.test/testkit"
	"workerpool"
)

// Every second job panics, far more often than there are workers and places in
// the queue: all others are handled.
func TestAPanicCostsOnlyItsJob(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var record testkit.Recorder[int]
		pool := workerpool.New(1, 2, func(r reading) {
			if r.probe%2 == 0 {
				panic("probe offline")
			}
			record.Do(r.probe, ms)
		})
		for probe := range 20 {
			ctx, cancel := context.WithTimeout(t.Context(), 60*s)
			a := submit(pool, ctx, probe)
			cancel()
			if a.err != nil {
				t.Fatalf("after %d jobs, every second of which panicked, Submit gave %v", probe, a.err)
			}
			settle(s)
		}
		if n := len(handled(&record)); n != 10 {
			t.Errorf("10 jobs did not panic, %d of them were handled", n)
		}
		go pool.Close()
		settle(60 * s)
	})
}

// Three workers panic, one after the other, and nothing orders them but time.
// Close tells how many it was, and what the first panicked with.
func TestCloseReportsPanics(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var record testkit.Recorder[int]
		pool := workerpool.New(4, 8, func(r reading) {
			record.Do(r.probe, s)
			if r.probe < 3 {
				panic([]string{"first", "second", "third"}[r.probe])
			}
		})
		for probe := range 4 {
			must(t, submit(pool, t.Context(), probe))
			time.Sleep(100 * ms)
		}
		time.Sleep(60 * s)
		var report *workerpool.PanicError
		if err := pool.Close(); !errors.As(err, &report) {
			t.Fatalf("three jobs panicked, and Close gave %v; want a *PanicError", err)
		}
		if report.Jobs != 3 || report.First != "first" {
			t.Errorf("three jobs panicked, and Close says %d, the first with %v", report.Jobs, report.First)
		}
		if report.Error() == "" {
			t.Error("the error of Close has no text")
		}
	})
}

// No panic, no error.
func TestCloseWithoutPanics(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var record testkit.Recorder[int]
		pool := workerpool.New(2, 2, func(r reading) { record.Do(r.probe, ms) })
		must(t, submit(pool, t.Context(), 0))
		settle(s)
		if err := pool.Close(); err != nil {
			t.Errorf("no job panicked, and Close gave an error that is not nil: %T %v", err, err)
		}
	})
}
