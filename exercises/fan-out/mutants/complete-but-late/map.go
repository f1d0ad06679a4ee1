// Package fanout calls a function for many things at a time, but not too many.
//
// In this solution the caller's goroutine keeps the books alone: it starts calls
// while there is room, and waits for an outcome when there is none. Nothing is
// shared, so nothing is locked.
package fanout

import (
	"context"
	"fmt"
)

// PanicError is the failure of a call that panicked.
type PanicError struct {
	Item  int // the index of the item
	Value any // what f panicked with
}

func (e *PanicError) Error() string {
	return fmt.Sprintf("fanout: the call for item %d panicked: %v", e.Item, e.Value)
}

// outcome is what became of one call.
type outcome[Out any] struct {
	index  int
	result Out
	err    error
}

// Map gives the results of f for all items, in their order, or the first failure.
func Map[In, Out any](ctx context.Context, limit int, items []In,
	f func(ctx context.Context, item In) (Out, error)) ([]Out, error) {
	shared, cancel := context.WithCancel(ctx)
	defer cancel()
	var (
		results  = make([]Out, len(items))
		outcomes = make(chan outcome[Out])
		begun    int
		running  int
		failure  error
	)
	for {
		for running < limit && begun < len(items) && shared.Err() == nil {
			go func(i int) {
				result, err := try(shared, i, items[i], f)
				outcomes <- outcome[Out]{i, result, err}
			}(begun)
			begun++
			running++
		}
		if running == 0 {
			break
		}
		o := <-outcomes
		running--
		results[o.index] = o.result
		if o.err != nil && failure == nil {
			failure = o.err
			cancel()
		}
	}
	switch {
	case failure != nil:
		return nil, failure
	case ctx.Err() != nil:
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
