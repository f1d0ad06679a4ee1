package workerpool_test

import (
	"errors"
	"testing"
	"time"

	"assay.test/testkit"
	"workerpool"
)

// Close returns when the handlers of all accepted jobs have returned, of those
// that wait in the queue too.
func TestCloseFinishesWhatWasAccepted(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var record testkit.Recorder[int]
		pool := workerpool.New(2, 4, func(r reading) { record.Do(r.probe, 3*s) })
		for probe := range 6 {
			must(t, submit(pool, t.Context(), probe))
			settle(ms)
		}
		settle(s)
		pool.Close()
		if n := record.Finished(); n != 6 {
			t.Errorf("6 jobs were accepted; when Close returned %d had begun and %d were done", record.Len(), n)
		}
	})
}

// Nothing to wait for: Close returns at once.
func TestCloseOfAnIdlePool(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var record testkit.Recorder[int]
		pool := workerpool.New(3, 3, func(r reading) { record.Do(r.probe, s) })
		must(t, submit(pool, t.Context(), 0))
		settle(5 * s)
		before := testkit.Elapsed()
		pool.Close()
		if took := testkit.Elapsed() - before; took != 0 {
			t.Errorf("Close of a pool without work took %v", took)
		}
		if record.Finished() != 1 {
			t.Errorf("the job before was handled %d times", record.Finished())
		}
	})
}

// After Close both ways to submit give ErrClosed, at once, and nothing is handled.
func TestAClosedPoolRefusesJobs(t *testing.T) {
	bubble(t, func(t *testing.T) {
		pool, record, gate := gated(2, 4)
		close(gate)
		settle(ms)
		pool.Close()
		settle(ms)
		for probe := range 8 {
			for name, a := range map[string]*attempt{
				"Submit":    submit(pool, t.Context(), probe),
				"TrySubmit": trySubmit(pool, probe),
			} {
				if !errors.Is(a.err, workerpool.ErrClosed) {
					t.Errorf("%s after Close gave %v; want ErrClosed", name, a.err)
				}
				if a.returned != a.called {
					t.Errorf("%s after Close took %v", name, a.returned-a.called)
				}
			}
		}
		settle(s)
		if record.Len() != 0 {
			t.Errorf("%d jobs were handled that came after Close", record.Len())
		}
	})
}

// The same from the moment at which Close is called, while it waits for the
// handlers of what was accepted before.
func TestAClosingPoolRefusesJobs(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var record testkit.Recorder[int]
		pool := workerpool.New(1, 4, func(r reading) { record.Do(r.probe, 60*s) })
		must(t, submit(pool, t.Context(), 0))
		settle(s)
		go pool.Close()
		settle(s)
		for probe := range 8 {
			for name, a := range map[string]*attempt{
				"Submit":    submit(pool, t.Context(), 1+probe),
				"TrySubmit": trySubmit(pool, 1+probe),
			} {
				if !errors.Is(a.err, workerpool.ErrClosed) {
					t.Errorf("%s while Close waits gave %v; want ErrClosed", name, a.err)
				}
				if a.returned != a.called {
					t.Errorf("%s while Close waits took %v", name, a.returned-a.called)
				}
			}
		}
		settle(3600 * s)
		if times := handled(&record); times[0] != 1 || len(times) != 1 {
			t.Errorf("job 0 was accepted before Close, 1 to 8 came after it; handled were: %v", times)
		}
	})
}

// Submits that wait for room when Close is called return ErrClosed then; they do
// not wait until the pool is drained, and their jobs are not handled.
func TestCloseReleasesWaitingSubmits(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var record testkit.Recorder[int]
		pool := workerpool.New(1, 1, func(r reading) { record.Do(r.probe, 10*s) })
		fill(t, pool, 2)
		var waits [3]attempt
		for i := range waits {
			go func() { waits[i] = *submit(pool, t.Context(), 2+i) }()
			settle(ms)
		}
		settle(s)
		closing := testkit.Elapsed()
		go pool.Close()
		settle(60 * s)

		times := handled(&record)
		if times[0] != 1 {
			t.Errorf("the first job of all was handled %d times", times[0])
		}
		for i, got := range waits {
			switch {
			case got.accepted(closing):
				// There was room after all: whether there may be is another criterion's business.
			case got.returned == 0:
				t.Error("a Submit that was waiting when Close was called waits for ever")
			case got.returned != closing:
				t.Errorf("a Submit that was waiting when Close was called returned %v later", got.returned-closing)
			case !errors.Is(got.err, workerpool.ErrClosed):
				t.Errorf("a Submit that was waiting when Close was called gave %v; want ErrClosed", got.err)
			case times[2+i] != 0:
				t.Error("a job was handled although its Submit gave ErrClosed")
			}
		}
	})
}

// Close may be called again, and by several: none returns before another, which
// was called earlier, has.
func TestCloseAgain(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var record testkit.Recorder[int]
		pool := workerpool.New(2, 2, func(r reading) { record.Do(r.probe, 5*s) })
		must(t, submit(pool, t.Context(), 0))
		settle(s)
		var returned [3]time.Duration
		for i := range returned {
			go func() {
				pool.Close()
				returned[i] = testkit.Elapsed()
			}()
			settle(s)
		}
		settle(60 * s)
		for i, at := range returned {
			if at == 0 {
				t.Fatalf("call %d of Close never returned", i+1)
			}
			if at < returned[0] {
				t.Errorf("call %d of Close returned at %v, while the first waited until %v", i+1, at, returned[0])
			}
		}
		before := testkit.Elapsed()
		pool.Close()
		if took := testkit.Elapsed() - before; took != 0 {
			t.Errorf("Close of a pool that is closed took %v", took)
		}
	})
}
