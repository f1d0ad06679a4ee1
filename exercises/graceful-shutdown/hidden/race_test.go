package shutdown_test

import (
	"context"
	"testing"
	"time"

	"assay.test/testkit"
	"shutdown"
)

// Jobs of different workers fail at different times, one of them when Run is long
// back. Nothing in this test orders them, so that the race detector sees what Run
// itself does not protect.
func TestJobsFailAtDifferentTimes(t *testing.T) {
	bubble(t, func(t *testing.T) {
		const total = 4
		var done [total]time.Duration
		fails := func(number int, d time.Duration) shutdown.Job {
			return func(context.Context) error {
				time.Sleep(d)
				done[number] = testkit.Elapsed()
				return errDisk
			}
		}
		jobs := queueOf(fails(0, s), fails(1, 2*s), fails(2, 8*s), fails(3, time.Hour))
		ctx := cancelledAt(t.Context(), 5*s)
		go shutdown.Run(ctx, jobs, total, 10*s)
		settle(ever)
		if done[0] == 0 {
			t.Error("no job was run")
		}
	})
}
