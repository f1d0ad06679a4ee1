package workerpool_test

import (
	"testing"
	"testing/synctest"
	"time"

	"workerpool"
)

// Goroutines that know nothing of each other use one pool, each at its own time.
// Nothing in this test orders them, neither the handler nor a wait, so that the
// race detector sees what the pool itself does not protect.
func TestUnrelatedCallersShareThePool(t *testing.T) {
	bubble(t, func(t *testing.T) {
		const callers = 12
		var input, output [callers]int
		pool := workerpool.New(3, callers, func(r reading) {
			time.Sleep(250 * ms)
			output[r.probe] = input[r.probe] + 1
		})
		for probe := range callers {
			go func() {
				time.Sleep(time.Duration(1+probe) * 100 * ms)
				input[probe] = probe
				if probe%2 == 0 {
					pool.Submit(t.Context(), reading{probe})
				} else {
					pool.TrySubmit(reading{probe})
				}
			}()
		}
		for late := range 4 { // these come when the pool is closed
			go func() {
				defer func() { recover() }() // what they get is another criterion's business
				time.Sleep(time.Duration(61+late) * s)
				if late%2 == 0 {
					pool.Submit(t.Context(), reading{callers})
				} else {
					pool.TrySubmit(reading{callers})
				}
			}()
		}
		time.Sleep(60 * s)
		pool.Close()
		time.Sleep(60 * s)
		synctest.Wait()
		for probe, value := range output {
			if value != probe+1 {
				t.Errorf("the handler of job %d left %d; want %d", probe, value, probe+1)
			}
		}
	})
}
