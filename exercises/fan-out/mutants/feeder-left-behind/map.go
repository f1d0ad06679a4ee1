// Package fanout calls a function for many things at a time, but not too many.
//
// In this solution as many workers as the limit allows take items off one counter
// until there are none, or until the context that they share has ended.
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
	shared, cancel := context.WithCancel(ctx)
	defer cancel()
	var (
		results = make([]Out, len(items))
		done    atomic.Int64 // calls that succeeded
		once    sync.Once
		failure error // written under once, read when all workers are gone
		workers sync.WaitGroup
	)
	indexes := make(chan int)
	go func() {
		defer close(indexes)
		for i := range items {
			indexes <- i
		}
	}()
	for range min(limit, len(items)) {
		workers.Go(func() {
			for shared.Err() == nil {
				i, ok := <-indexes
				if !ok || shared.Err() != nil {
					return
				}
				result, err := try(shared, i, items[i], f)
				if err != nil {
					once.Do(func() { failure = err })
					cancel()
					return
				}
				results[i] = result
				done.Add(1)
			}
		})
	}
	workers.Wait()
	switch {
	case failure != nil:
		return nil, failure
	case int(done.Load()) < len(items):
		return nil, ctx.Err()
	}
	return results, nil
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
