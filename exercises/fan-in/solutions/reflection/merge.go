// Package fanin makes one stream of many.
//
// This solution is one goroutine that waits for all inputs at once. The select
// statement has as many cases as the source says; package reflect makes one whose
// number is known at run time only.
package fanin

import (
	"context"
	"reflect"
	"slices"
)

// Merge gives the values of all inputs on one channel, and closes it when all
// inputs are closed or ctx ends.
func Merge[T any](ctx context.Context, inputs ...<-chan T) <-chan T {
	out := make(chan T)
	cases := []reflect.SelectCase{receive(ctx.Done())}
	for _, in := range inputs {
		if in != nil {
			cases = append(cases, receive(in))
		}
	}
	go func() {
		defer close(out)
		for len(cases) > 1 && ctx.Err() == nil {
			chosen, value, ok := reflect.Select(cases)
			switch {
			case chosen == 0:
				return
			case !ok:
				cases = slices.Delete(cases, chosen, chosen+1)
				continue
			}
			v, _ := value.Interface().(T) // a nil of an interface type T is no T to Interface
			select {
			case out <- v:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// receive is a case of a select. A nil channel makes one that is never ready.
func receive[T any](in <-chan T) reflect.SelectCase {
	return reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(in)}
}
