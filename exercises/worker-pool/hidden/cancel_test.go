package workerpool_test

import (
	"context"
	"errors"
	"testing"
	"time"
)

// Two Submits wait for room; each gives up at the instant at which its own
// context ends, the later one first. Their jobs are never handled.
func TestAWaitingSubmitEndsWithItsContext(t *testing.T) {
	bubble(t, func(t *testing.T) {
		pool, record, gate := gated(1, 1)
		fill(t, pool, 2)
		long, cancelLong := context.WithTimeout(t.Context(), 5*s)
		defer cancelLong()
		short, cancelShort := context.WithCancel(t.Context())
		defer cancelShort()
		time.AfterFunc(3*s, cancelShort)

		var waits [2]attempt
		for i, ctx := range []context.Context{long, short} {
			go func() { waits[i] = *submit(pool, ctx, 2+i) }()
			settle(ms)
		}
		settle(10 * s)
		close(gate)
		settle(10 * s)

		times := handled(record)
		if times[0] != 1 {
			t.Errorf("the first job of all was handled %d times", times[0])
		}
		for i, want := range []struct {
			err   error
			after time.Duration
		}{{context.DeadlineExceeded, 5*s + 2*ms}, {context.Canceled, 3*s + 2*ms}} {
			switch got := waits[i]; {
			case got.returned == 0 || got.returned > want.after:
				t.Errorf("Submit waited until %v; its context ended at %v", got.returned, want.after)
			case got.err == nil:
				// There was room after all: whether there may be is another criterion's business.
			case !errors.Is(got.err, want.err):
				t.Errorf("Submit gave %v; want %v", got.err, want.err)
			case got.returned < want.after:
				t.Errorf("Submit gave up at %v; its context ended only at %v", got.returned, want.after)
			case times[2+i] != 0:
				t.Error("Submit said that the job was not accepted, and yet it was handled")
			}
		}
		pool.Close()
	})
}

// A context that has ended beforehand: no job is accepted, although there is room.
func TestSubmitWithAnEndedContext(t *testing.T) {
	bubble(t, func(t *testing.T) {
		const tries = 64
		pool, record, gate := gated(2, tries)
		close(gate)
		settle(ms)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for probe := range tries {
			if a := submit(pool, ctx, probe); !errors.Is(a.err, context.Canceled) {
				t.Fatalf("Submit number %d with a context that was cancelled before gave %v", probe+1, a.err)
			}
		}
		settle(s)
		if n := record.Len(); n != 0 {
			t.Errorf("%d jobs were handled whose Submit failed", n)
		}
		if err := pool.TrySubmit(reading{tries}); err != nil {
			t.Errorf("the pool takes no more jobs after that: %v", err)
		}
		settle(s)
		pool.Close()
	})
}
