// Package fanin makes one stream of many.
//
// This solution merges two channels with one select, and many by a tree of such
// pairs. A channel that is closed becomes nil, which switches its case off. Each
// node but the leaves holds at most one value, and there is one less than inputs.
package fanin

import "context"

// Merge gives the values of all inputs on one channel, and closes it when all
// inputs are closed or ctx ends.
func Merge[T any](ctx context.Context, inputs ...<-chan T) <-chan T {
	if len(inputs) <= 2 {
		var a, b <-chan T
		switch len(inputs) {
		case 2:
			b = inputs[1]
			fallthrough
		case 1:
			a = inputs[0]
		}
		return pair(ctx, a, b)
	}
	return pair(ctx, subtree(ctx, inputs[:len(inputs)/2]), subtree(ctx, inputs[len(inputs)/2:]))
}

// subtree is Merge, but for a single input, which needs no node of its own.
func subtree[T any](ctx context.Context, inputs []<-chan T) <-chan T {
	if len(inputs) == 1 {
		return inputs[0]
	}
	return Merge(ctx, inputs...)
}

// pair merges two channels, either of which may be nil.
func pair[T any](ctx context.Context, a, b <-chan T) <-chan T {
	out := make(chan T)
	go func() {
		defer close(out)
		for (a != nil || b != nil) && ctx.Err() == nil {
			var value T
			var ok bool
			select {
			case value, ok = <-a:
				if !ok {
					a = nil
					continue
				}
			case value, ok = <-b:
				if !ok {
					b = nil
					continue
				}
			case <-ctx.Done():
				return
			}
			select {
			case out <- value:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}
