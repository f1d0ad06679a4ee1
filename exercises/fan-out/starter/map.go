// Package fanout calls a function for many things at a time, but not too many.
// README.md says exactly what that means.
package fanout

import (
	"context"
	"errors"
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

var errNotWritten = errors.New("fanout: not written yet")

// Map gives the results of f for all items, in their order, or the first failure.
func Map[In, Out any](ctx context.Context, limit int, items []In,
	f func(ctx context.Context, item In) (Out, error)) ([]Out, error) {
	return nil, errNotWritten
}
