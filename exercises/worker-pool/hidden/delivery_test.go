package workerpool_test

import (
	"slices"
	"sync"
	"testing"

	"assay.test/testkit"
	"workerpool"
)

// Many producers, handlers that take no time: whatever was accepted is handled,
// once. The fake does not synchronise: each job has its own slot.
func TestEveryAcceptedJobIsHandledOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		const producers, each = 5, 40
		var times [producers * each]int
		var refused [producers * each]error
		pool := workerpool.New(4, 8, func(r reading) { times[r.probe]++ })

		var group sync.WaitGroup
		for p := range producers {
			group.Go(func() {
				for i := range each {
					probe := p*each + i
					refused[probe] = pool.Submit(t.Context(), reading{probe})
				}
			})
		}
		group.Wait()
		settle(s)
		for probe, n := range times {
			if err := refused[probe]; err != nil {
				t.Fatalf("Submit of job %d failed although nothing ended its context: %v", probe, err)
			}
			if n != 1 {
				t.Errorf("job %d of %d was accepted and handled %d times", probe, len(times), n)
			}
		}
		pool.Close()
	})
}

// What TrySubmit accepts is handled once, what it refuses never.
func TestTrySubmitKeepsItsWord(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var record testkit.Recorder[int]
		pool := workerpool.New(2, 2, func(r reading) { record.Do(r.probe, s) })

		var attempts []*attempt
		for probe := range 30 {
			settle(100 * ms)
			attempts = append(attempts, trySubmit(pool, probe))
		}
		settle(60 * s)
		accepted := 0
		times := handled(&record)
		for probe, a := range attempts {
			want := 0
			if a.err == nil {
				want = 1
				accepted++
			}
			if times[probe] != want {
				t.Errorf("job %d: TrySubmit gave %v and the job was handled %d times", probe, a.err, times[probe])
			}
		}
		if accepted == 0 {
			t.Error("TrySubmit never accepted a job")
		}
		pool.Close()
	})
}

// A single worker shows the order: jobs begin in the order in which they came.
func TestJobsBeginInTheOrderInWhichTheyCame(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var record testkit.Recorder[int]
		pool := workerpool.New(1, 10, func(r reading) { record.Do(r.probe, s) })
		for probe := range 10 {
			settle(ms)
			must(t, submit(pool, t.Context(), probe))
		}
		settle(60 * s)
		if order := record.Args(); len(order) < 5 || !slices.IsSorted(order) {
			t.Errorf("jobs submitted as 0, 1, 2 … 9 began in the order %v", order)
		}
		pool.Close()
	})
}
