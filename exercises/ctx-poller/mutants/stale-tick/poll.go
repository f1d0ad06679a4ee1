// Package poller asks until there is an answer.
//
// This solution leaves the beats to a ticker. A ticker keeps one tick for who is
// late; what has come during a check is therefore thrown away after it.
package poller

import (
	"context"
	"fmt"
	"time"
)

// Poll calls check at every beat until it is done, fails, or ctx ends.
func Poll(ctx context.Context, every time.Duration,
	check func(ctx context.Context) (done bool, err error)) error {
	beats := time.NewTicker(every)
	defer beats.Stop()
	for {
		if ctx.Err() != nil {
			return ended(ctx)
		}
		done, err := check(ctx)
		switch {
		case err != nil:
			return fmt.Errorf("check: %w", err)
		case done:
			return nil
		}
		select {
		case <-beats.C:
		case <-ctx.Done():
		}
	}
}

// ended tells that ctx has ended, and for what cause.
func ended(ctx context.Context) error {
	return fmt.Errorf("poll: %w (cause: %w)", ctx.Err(), context.Cause(ctx))
}
