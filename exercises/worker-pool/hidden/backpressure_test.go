package workerpool_test

import (
	"errors"
	"testing"
	"time"

	"assay.test/testkit"
	"workerpool"
)

// gated makes a pool whose handlers record their job and wait until the gate opens.
func gated(workers, queue int) (*workerpool.Pool[reading], *testkit.Recorder[int], chan struct{}) {
	record := &testkit.Recorder[int]{}
	gate := make(chan struct{})
	pool := workerpool.New(workers, queue, func(r reading) {
		record.Do(r.probe, 0)
		<-gate
	})
	return pool, record, gate
}

// held counts the jobs that the pool had accepted by then and did handle in the end.
func held(attempts []*attempt, record *testkit.Recorder[int], by time.Duration) int {
	times, n := handled(record), 0
	for probe, a := range attempts {
		if a.accepted(by) && times[probe] > 0 {
			n++
		}
	}
	return n
}

// While no handler gets on, Submit accepts one job for each worker and one for
// each place in the queue, and then waits.
func TestSubmitWaitsWhenThePoolIsFull(t *testing.T) {
	bubble(t, func(t *testing.T) {
		pool, record, gate := gated(2, 3)
		attempts := make([]*attempt, 12)
		done := make(chan struct{})
		go func() {
			defer close(done)
			for probe := range attempts {
				time.Sleep(ms)
				attempts[probe] = submit(pool, t.Context(), probe)
			}
		}()
		settle(2 * s)
		close(gate)
		<-done
		settle(s)
		if n := held(attempts, record, 2*s); n != 5 {
			t.Errorf("2 workers, a queue of 3 and no handler gets on: Submit accepted %d jobs; want 5", n)
		}
		pool.Close()
	})
}

// TrySubmit accepts as many, then says ErrFull, and says so at once. When
// there is room again, it accepts again.
func TestTrySubmitSaysWhenThePoolIsFull(t *testing.T) {
	bubble(t, func(t *testing.T) {
		pool, record, gate := gated(2, 3)
		time.AfterFunc(2*s, func() { close(gate) })
		var attempts []*attempt
		for probe := range 12 {
			settle(ms)
			a := trySubmit(pool, probe)
			attempts = append(attempts, a)
			if a.err != nil && !errors.Is(a.err, workerpool.ErrFull) {
				t.Errorf("TrySubmit on a full pool: %v; want ErrFull", a.err)
			}
			if a.returned != a.called {
				t.Errorf("TrySubmit took %v; it must not wait", a.returned-a.called)
			}
		}
		settle(5 * s)
		if n := held(attempts, record, 2*s); n != 5 {
			t.Errorf("2 workers, a queue of 3 and no handler gets on: TrySubmit accepted %d jobs; want 5", n)
		}
		if a := trySubmit(pool, 99); a.err != nil {
			t.Errorf("TrySubmit on a pool that is empty again: %v", a.err)
		}
		settle(s)
		pool.Close()
	})
}

// A queue of length 0 holds nothing: only a worker without a job can take one.
func TestAQueueOfLengthZero(t *testing.T) {
	bubble(t, func(t *testing.T) {
		pool, record, gate := gated(2, 0)
		time.AfterFunc(s, func() { close(gate) })
		var attempts []*attempt
		for probe := range 6 {
			settle(ms)
			attempts = append(attempts, trySubmit(pool, probe))
		}
		settle(2 * s)
		if n := held(attempts, record, s); n != 2 {
			t.Errorf("2 workers, a queue of 0 and no handler gets on: TrySubmit accepted %d jobs; want 2", n)
		}
		pool.Close()
	})
}
