package shutdown_test

import (
	"context"
	"runtime"
	"testing"
	"time"

	"assay.test/testkit"
	"shutdown"
)

// The channel is closed, and the context lives on: nobody is left to wait for it.
func TestNothingIsLeftAfterTheLastJob(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		var w work
		alive, cancel := context.WithCancel(context.Background())
		defer runtime.KeepAlive(cancel)
		jobs := queue(4, func(number int) shutdown.Job { return w.lasting(number, s) })
		close(jobs)
		o := run(alive, jobs, 2, 10*s, &w)
		settle(ever)
		if !o.back {
			cancel() // that Run does not return is another criterion's business
		}
		if w.Len() == 0 {
			t.Error("no job ran")
		}
	})
}

// The context has ended, and the channel stays open: nobody is left to receive.
func TestNothingIsLeftAfterTheShutdown(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		var w work
		shutdown.Run(cancelledAt(t.Context(), 5*s), queueOf(w.lasting(0, s)), 4, 10*s)
		time.Sleep(ever)
		if w.Len() == 0 {
			t.Error("no job ran")
		}
	})
}

// A job outlives the grace period. When it ends after all, so does what ran it.
func TestNothingIsLeftAfterALateJob(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		var w work
		shutdown.Run(cancelledAt(t.Context(), 5*s), queueOf(w.lasting(0, time.Hour), w.lasting(1, time.Hour)), 2, 10*s)
		time.Sleep(ever)
		if w.Len() == 0 {
			t.Error("no job ran")
		}
	})
}
