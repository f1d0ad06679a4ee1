package connpool_test

import (
	"context"
	"runtime"
	"testing"
	"time"

	"assay.test/testkit"
	"connpool"
)

// When the pool is closed and every line is back, no goroutine is left, not even
// while the contexts that Get was given live on.
func TestNothingIsLeftBehind(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		var x exchange
		pool := connpool.New(1, x.dial)
		alive, cancelLater := context.WithCancel(context.Background())
		defer runtime.KeepAlive(cancelLater)
		borrow := func(ctx context.Context) {
			go func() {
				l := get(pool, ctx)
				if l.err == nil {
					time.Sleep(5 * s)
					l.line.release(pool)
				}
			}()
			settle(ms)
		}
		borrow(alive) // dials
		brief, cancel := context.WithTimeout(alive, s)
		defer cancel()
		borrow(brief) // gives up
		borrow(alive) // gets the connection after five seconds
		settle(60 * s)
		pool.Close()
		settle(60 * s)
		if x.dials() == 0 {
			t.Error("nothing was dialled")
		}
	})
}
