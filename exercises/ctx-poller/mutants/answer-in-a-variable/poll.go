// Package poller asks until there is an answer.
//
// In this solution checks run in a goroutine of their own, and Poll is a loop over
// events: a beat, an answer, the end of the context. What must not happen at the
// moment is switched off by a nil channel.
package poller

import (
	"context"
	"errors"
	"time"
)

// Poll calls check at every beat until it is done, fails, or ctx ends.
func Poll(ctx context.Context, every time.Duration,
	check func(ctx context.Context) (done bool, err error)) error {
	var stop bool
	var err error
	ask := func() {
		go func() {
			if d, e := check(ctx); d || e != nil {
				err, stop = e, true
			}
		}()
	}
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for ctx.Err() == nil {
		ask()
		select {
		case <-ticker.C:
		case <-ctx.Done():
		}
		if stop {
			return err
		}
	}
	return errors.Join(ctx.Err(), context.Cause(ctx))
}
