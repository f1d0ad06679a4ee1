package workerpool_test

import (
	"testing"

	"assay.test/testkit"
	"workerpool"
)

// With jobs enough, exactly the given number of handlers runs at once.
func TestAsManyHandlersAsWorkers(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var record testkit.Recorder[int]
		pool := workerpool.New(3, 20, func(r reading) { record.Do(r.probe, s) })
		for probe := range 12 {
			settle(ms)
			must(t, submit(pool, t.Context(), probe))
		}
		settle(60 * s)
		if record.Peak() != 3 {
			t.Errorf("3 workers had 12 jobs, and %d handlers ran at once", record.Peak())
		}
		pool.Close()
	})
}

// A full queue is no reason to run more, not even in the goroutine that submits.
func TestNoMoreHandlersWhenTheQueueIsFull(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var record testkit.Recorder[int]
		pool := workerpool.New(2, 1, func(r reading) { record.Do(r.probe, s) })
		for probe := range 8 {
			settle(ms)
			must(t, submit(pool, t.Context(), probe))
		}
		settle(60 * s)
		if record.Peak() == 0 || record.Peak() > 2 {
			t.Errorf("2 workers and a full queue: %d handlers ran at once", record.Peak())
		}
		pool.Close()
	})
}
