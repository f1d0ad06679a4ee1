// Package fanin makes one stream of many.
//
// This solution has a goroutine for each input, which does nothing but carry values
// from it to the output, and one that closes the output when all others are gone.
package fanin

import (
	"context"
	"sync"
)

// Merge gives the values of all inputs on one channel, and closes it when all
// inputs are closed or ctx ends.
func Merge[T any](ctx context.Context, inputs ...<-chan T) <-chan T {
	out := make(chan T)
	var carriers sync.WaitGroup
	for _, in := range inputs {
		if in != nil {
			carriers.Go(func() { carry(ctx, in, out) })
		}
	}
	go func() {
		carriers.Wait()
		close(out)
	}()
	return out
}

// carry takes values from in to out until in is closed or ctx ends.
func carry[T any](ctx context.Context, in <-chan T, out chan<- T) {
	for ctx.Err() == nil { // select alone might go on although ctx has ended
		select {
		case value, ok := <-in:
			if !ok {
				return
			}
			out <- value
		case <-ctx.Done():
		}
	}
}
