// Package poller asks until there is an answer.
//
// This solution is a loop with a timer, which is set anew after each check: to the
// next whole multiple of the interval, counted from the beginning.
package poller

import (
	"context"
	"time"
)

// Poll calls check at every beat until it is done, fails, or ctx ends.
func Poll(ctx context.Context, every time.Duration,
	check func(ctx context.Context) (done bool, err error)) error {
	begun := time.Now()
	for ctx.Err() == nil {
		if done, err := check(ctx); done || err != nil {
			return err
		}
		timer := time.NewTimer(every - time.Since(begun)%every)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
		}
	}
	return ctx.Err()
}
