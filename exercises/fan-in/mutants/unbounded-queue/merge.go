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
	in, out := make(chan T), make(chan T)
	var carriers sync.WaitGroup
	for _, input := range inputs {
		if input != nil {
			carriers.Go(func() { carry(ctx, input, in) })
		}
	}
	go func() {
		carriers.Wait()
		close(in)
	}()
	go func() {
		defer close(out)
		keep(ctx, in, out)
	}()
	return out
}

// keep holds what has come in until it has gone out.
func keep[T any](ctx context.Context, in <-chan T, out chan<- T) {
	var queue []T
	for in != nil || len(queue) > 0 {
		var send chan<- T
		var first T
		if len(queue) > 0 {
			send, first = out, queue[0]
		}
		select {
		case value, ok := <-in:
			if !ok {
				in = nil
				continue
			}
			queue = append(queue, value)
		case send <- first:
			queue = queue[1:]
		case <-ctx.Done():
			return
		}
	}
}

// carry takes values from in to out until in is closed or ctx ends.
func carry[T any](ctx context.Context, in <-chan T, out chan<- T) {
	for ctx.Err() == nil { // select alone might go on although ctx has ended
		select {
		case value, ok := <-in:
			if !ok {
				return
			}
			select {
			case out <- value:
			case <-ctx.Done():
			}
		case <-ctx.Done():
		}
	}
}
