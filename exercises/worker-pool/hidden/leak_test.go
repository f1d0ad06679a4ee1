package workerpool_test

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"

	"assay.test/testkit"
	"workerpool"
)

// When Close has returned, no goroutine is left of the pool or of any Submit,
// not even while the contexts that Submit was given live on.
func TestNothingIsLeftBehind(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		var record testkit.Recorder[int]
		pool := workerpool.New(2, 1, func(r reading) { record.Do(r.probe, s) })
		alive, cancelLater := context.WithCancel(context.Background())
		defer runtime.KeepAlive(cancelLater)

		for probe := range 6 { // the last of them wait for room, and get it
			must(t, submit(pool, alive, probe))
		}
		brief, cancel := context.WithTimeout(alive, 10*ms)
		defer cancel()
		if a := submit(pool, brief, 6); a.err != nil && !errors.Is(a.err, context.DeadlineExceeded) {
			t.Errorf("Submit gave %v", a.err)
		}
		pool.TrySubmit(reading{7})
		time.Sleep(60 * s)
		pool.Close()
		time.Sleep(60 * s)
		if record.Len() == 0 {
			t.Error("no job was handled")
		}
	})
}
