package testkit

import (
	"context"
	"slices"
	"sync"
	"time"
)

// A Call is one call of a fake. Times are those of the bubble, since its start.
type Call[T any] struct {
	Arg        T
	Start, End time.Duration
}

// A Recorder is the body of a fake: it notes that it was called and then takes
// its (virtual) time. The zero value is ready. Use it within one bubble.
//
//	var work testkit.Recorder[int]
//	pool := New(4, func(job int) { work.Do(job, time.Second) })
//
// Reading it orders the reader after the calls so far, so read it when the
// candidate's code is done, or where hiding a race does no harm.
type Recorder[T any] struct {
	mu    sync.Mutex
	calls []Call[T]
}

// Do records a call and sleeps for d. It does nothing after the sleep, so that
// what its caller does next is ordered with no other call: End is the instant at
// which the sleep will end, noted before it begins.
func (r *Recorder[T]) Do(arg T, d time.Duration) {
	now := Elapsed()
	r.note(Call[T]{arg, now, now + max(d, 0)})
	time.Sleep(d)
}

// DoContext is Do that gives up when ctx ends, with the error of ctx. The timer and
// the context order its callers: it can hide a race where Do cannot.
func (r *Recorder[T]) DoContext(ctx context.Context, arg T, d time.Duration) error {
	now := Elapsed()
	index := r.note(Call[T]{arg, now, now + max(d, 0)})
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		r.mu.Lock()
		defer r.mu.Unlock()
		r.calls[index].End = Elapsed()
		return ctx.Err()
	}
}

func (r *Recorder[T]) note(call Call[T]) (index int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls = append(r.calls, call)
	return len(r.calls) - 1
}

// Calls gives a copy of the calls so far, in the order in which they began.
func (r *Recorder[T]) Calls() []Call[T] {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.calls)
}

// Args gives the arguments of the calls so far, in the order in which they began.
func (r *Recorder[T]) Args() []T {
	calls := r.Calls()
	args := make([]T, len(calls))
	for i, call := range calls {
		args[i] = call.Arg
	}
	return args
}

// Len is the number of calls so far.
func (r *Recorder[T]) Len() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.calls)
}

// Finished is the number of calls that had ended by now.
func (r *Recorder[T]) Finished() int {
	now, finished := Elapsed(), 0
	for _, call := range r.Calls() {
		if call.End <= now {
			finished++
		}
	}
	return finished
}

// Peak is the greatest number of calls that were in flight at once. A call that
// ends at the instant at which another begins does not overlap with it.
func (r *Recorder[T]) Peak() int {
	calls, peak := r.Calls(), 0
	for _, at := range calls {
		flying := 0
		for _, call := range calls {
			if call.Start <= at.Start && at.Start < call.End {
				flying++
			}
		}
		peak = max(peak, flying)
	}
	return peak
}
