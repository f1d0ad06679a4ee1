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

// answer is what a check returned.
type answer struct {
	done bool
	err  error
}

// Poll calls check at every beat until it is done, fails, or ctx ends.
func Poll(ctx context.Context, every time.Duration,
	check func(ctx context.Context) (done bool, err error)) error {
	requests, answers := make(chan struct{}), make(chan answer)
	defer close(requests)
	go func() {
		for range requests {
			done, err := check(ctx)
			answers <- answer{done, err}
		}
	}()

	ended := func() error { return errors.Join(ctx.Err(), context.Cause(ctx)) }
	if ctx.Err() != nil {
		return ended()
	}
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	beats := make(chan time.Time)
	go func() {
		for tick := range ticker.C {
			beats <- tick
		}
	}()
	requests <- struct{}{}
	checking, end := true, ctx.Done()
	for {
		select {
		case <-beats:
			if !checking && ctx.Err() == nil {
				requests <- struct{}{}
				checking = true
			}
		case a := <-answers:
			checking = false
			if a.done || a.err != nil {
				return a.err
			}
		case <-end:
			end = nil // the check that is running may still have the answer
		}
		if ctx.Err() != nil && !checking {
			return ended()
		}
	}
}
