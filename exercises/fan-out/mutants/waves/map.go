// Package fanout calls a function for many things at a time, but not too many.
//
// This solution starts a goroutine for an item when there is a token for it. The
// first failure is kept where it is needed anyway: as the cause for which the
// context of the calls has ended.
package fanout

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
)

// PanicError is the failure of a call that panicked.
type PanicError struct {
	Item  int // the index of the item
	Value any // what f panicked with
}

func (e *PanicError) Error() string {
	return fmt.Sprintf("fanout: the call for item %d panicked: %v", e.Item, e.Value)
}

// Map gives the results of f for all items, in their order, or the first failure.
func Map[In, Out any](ctx context.Context, limit int, items []In,
	f func(ctx context.Context, item In) (Out, error)) ([]Out, error) {
	shared, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	results := make([]Out, len(items))
	tokens := make(chan struct{}, limit)
	var (
		calls  sync.WaitGroup
		begun  int
		failed atomic.Bool
	)
	for i, item := range items {
		if i%limit == 0 {
			calls.Wait()
		}
		if !acquire(shared, tokens) {
			break
		}
		begun++
		calls.Go(func() {
			defer func() { <-tokens }() // when the failure is known
			var err error
			if results[i], err = try(shared, i, item, f); err != nil {
				cancel(err)
				failed.Store(true)
			}
		})
	}
	calls.Wait()
	if begun < len(items) || failed.Load() {
		return nil, context.Cause(shared)
	}
	return results, nil
}

// acquire waits for a token, and tells whether there was one before ctx ended.
func acquire(ctx context.Context, tokens chan<- struct{}) bool {
	select {
	case tokens <- struct{}{}:
		return ctx.Err() == nil // both may have been ready
	case <-ctx.Done():
		return false
	}
}

// try calls f for one item, and makes an error of a panic.
func try[In, Out any](ctx context.Context, index int, item In,
	f func(context.Context, In) (Out, error)) (result Out, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{Item: index, Value: v}
		}
	}()
	return f(ctx, item)
}
