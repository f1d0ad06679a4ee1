package shutdown_test

import (
	"testing"
	"time"

	"shutdown"
)

// A producer sends jobs one by one and closes the channel: each is run once, and
// Run returns although its context has not ended.
func TestEveryJobRunsOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		const total = 30
		var w work
		jobs := make(chan shutdown.Job)
		o := run(t.Context(), jobs, 3, 10*s, &w)
		go func() {
			defer close(jobs)
			for number := range total {
				time.Sleep(20 * ms)
				jobs <- w.lasting(number, 100*ms)
			}
		}()
		settle(ever)
		var times [total]int
		for _, number := range w.Args() {
			times[number]++
		}
		for number, n := range times {
			if n != 1 {
				t.Errorf("job %d of %d ran %d times", number, total, n)
			}
		}
		if !o.back {
			t.Error("the channel was closed and all jobs were done, and Run did not return")
		}
	})
}

// With jobs enough, exactly the given number runs at once.
func TestAsManyJobsAsWorkers(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var w work
		jobs := queue(12, func(number int) shutdown.Job { return w.lasting(number, s) })
		close(jobs)
		run(t.Context(), jobs, 3, 10*s, &w)
		settle(ever)
		if w.Peak() != 3 {
			t.Errorf("3 workers had 12 jobs, and %d ran at once", w.Peak())
		}
	})
}
