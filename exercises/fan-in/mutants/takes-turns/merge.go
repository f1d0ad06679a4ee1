// Package fanin makes one stream of many.
//
// This solution has a goroutine for each input, which does nothing but carry values
// from it to the output, and one that closes the output when all others are gone.
package fanin

import (
	"context"
	"slices"
)

// Merge gives the values of all inputs on one channel, and closes it when all
// inputs are closed or ctx ends.
func Merge[T any](ctx context.Context, inputs ...<-chan T) <-chan T {
	out := make(chan T)
	open := slices.DeleteFunc(slices.Clone(inputs), func(in <-chan T) bool { return in == nil })
	go func() {
		defer close(out)
		for turn := 0; len(open) > 0 && ctx.Err() == nil; {
			turn %= len(open)
			if carry(ctx, open[turn], out) {
				turn++
			} else {
				open = slices.Delete(open, turn, turn+1)
			}
		}
	}()
	return out
}

// carry takes a value from in to out, and tells whether there was one.
func carry[T any](ctx context.Context, in <-chan T, out chan<- T) bool {
	select {
	case value, ok := <-in:
		if !ok {
			return false
		}
		select {
		case out <- value:
		case <-ctx.Done():
		}
	case <-ctx.Done():
	}
	return true
}
