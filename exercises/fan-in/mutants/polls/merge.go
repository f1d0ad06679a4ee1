// Package fanin makes one stream of many.
//
// This solution has a goroutine for each input, which does nothing but carry values
// from it to the output, and one that closes the output when all others are gone.
package fanin

import (
	"context"
	"slices"
	"time"
)

// Merge gives the values of all inputs on one channel, and closes it when all
// inputs are closed or ctx ends.
func Merge[T any](ctx context.Context, inputs ...<-chan T) <-chan T {
	out := make(chan T)
	open := slices.DeleteFunc(slices.Clone(inputs), func(in <-chan T) bool { return in == nil })
	go func() {
		defer close(out)
		for len(open) > 0 && ctx.Err() == nil {
			idle := true
			open = slices.DeleteFunc(open, func(in <-chan T) bool {
				select {
				case value, ok := <-in:
					if !ok {
						return true
					}
					idle = false
					select {
					case out <- value:
					case <-ctx.Done():
					}
				default:
				}
				return false
			})
			if idle {
				time.Sleep(7 * time.Millisecond)
			}
		}
	}()
	return out
}
