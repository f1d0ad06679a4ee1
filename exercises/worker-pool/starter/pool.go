// Package workerpool runs jobs on a fixed number of goroutines, with a queue of
// fixed size in front of them. README.md says exactly what each function does.
package workerpool

import (
	"context"
	"errors"
	"fmt"
)

var (
	// ErrClosed says that the pool takes no more jobs.
	ErrClosed = errors.New("workerpool: closed")
	// ErrFull says that there was no room for the job.
	ErrFull = errors.New("workerpool: full")
)

// PanicError is what Close returns when handlers panicked.
type PanicError struct {
	Jobs  int // how many jobs did
	First any // what the first of them panicked with
}

func (e *PanicError) Error() string {
	return fmt.Sprintf("workerpool: %d jobs panicked, the first with: %v", e.Jobs, e.First)
}

var errNotWritten = errors.New("workerpool: not written yet")

// Pool hands jobs to its workers in the order in which they came in.
type Pool[J any] struct {
	// yours
}

// New starts a pool of as many workers that has room for queue more jobs.
func New[J any](workers, queue int, handle func(J)) *Pool[J] {
	return &Pool[J]{}
}

// Submit hands a job in, and waits for room as long as ctx allows.
func (p *Pool[J]) Submit(ctx context.Context, job J) error {
	return errNotWritten
}

// TrySubmit hands a job in if there is room for it now.
func (p *Pool[J]) TrySubmit(job J) error {
	return errNotWritten
}

// Close refuses further jobs, waits until those taken in are done and the
// workers are gone, and reports panics.
func (p *Pool[J]) Close() error {
	return errNotWritten
}
