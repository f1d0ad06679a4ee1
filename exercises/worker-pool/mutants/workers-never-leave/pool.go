// Package workerpool runs jobs on a fixed number of goroutines, with a queue of
// fixed size in front of them.
//
// This solution leaves the queueing to a buffered channel. What needs care is
// its end: the channel may only be closed when nobody can send on it any more.
package workerpool

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

var (
	// ErrClosed says that the pool takes no more jobs.
	ErrClosed = errors.New("workerpool: closed")
	// ErrFull says that there was no room for the job.
	ErrFull = errors.New("workerpool: full")
)

// PanicError tells of jobs whose handler panicked.
type PanicError struct {
	Jobs  int // how many did
	First any // what the first of them panicked with
}

func (e *PanicError) Error() string {
	return fmt.Sprintf("workerpool: %d jobs panicked, the first with: %v", e.Jobs, e.First)
}

// Pool hands jobs to its workers in the order in which they came in.
type Pool[J any] struct {
	handle  func(J)
	jobs    chan J
	closing chan struct{}  // closed by the first Close: wakes every Submit that waits
	open    sync.WaitGroup // accepted jobs that are not done

	mu      sync.Mutex     // guards what follows
	closed  bool           // once true, senders no longer grows
	senders sync.WaitGroup // calls that may be sending on jobs
	panics  *PanicError
}

// New starts a pool of as many workers that has room for queue more jobs.
func New[J any](workers, queue int, handle func(J)) *Pool[J] {
	p := &Pool[J]{
		handle:  handle,
		jobs:    make(chan J, queue),
		closing: make(chan struct{}),
	}
	for range workers {
		go func() {
			for job := range p.jobs {
				p.run(job)
				p.open.Done()
			}
		}()
	}
	return p
}

// Submit hands a job in, and waits for room as long as ctx allows.
func (p *Pool[J]) Submit(ctx context.Context, job J) error {
	if err := ctx.Err(); err != nil {
		return err // else the select below might still choose to send
	}
	if !p.enter() {
		return ErrClosed
	}
	defer p.senders.Done()
	select {
	case p.jobs <- job:
		return nil
	case <-ctx.Done():
		p.open.Done()
		return ctx.Err()
	case <-p.closing:
		p.open.Done()
		return ErrClosed
	}
}

// TrySubmit hands a job in if there is room for it now.
func (p *Pool[J]) TrySubmit(job J) error {
	if !p.enter() {
		return ErrClosed
	}
	defer p.senders.Done()
	select {
	case p.jobs <- job:
		return nil
	default:
		p.open.Done()
		return ErrFull
	}
}

// Close refuses further jobs, waits until those taken in are done and the
// workers are gone, and reports panics.
func (p *Pool[J]) Close() error {
	if p.shut() {
		close(p.closing)
	}
	p.senders.Wait()
	p.open.Wait()

	p.mu.Lock()
	defer p.mu.Unlock()
	if p.panics == nil {
		return nil // a nil *PanicError would make an error that is not nil
	}
	return p.panics
}

// enter counts the caller among the senders unless the pool is closed.
func (p *Pool[J]) enter() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	p.senders.Add(1)
	p.open.Add(1)
	return true
}

// shut reports whether it was this call that closed the pool.
func (p *Pool[J]) shut() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	first := !p.closed
	p.closed = true
	return first
}

// run handles one job and survives its panic.
func (p *Pool[J]) run(job J) {
	defer func() {
		if v := recover(); v != nil {
			p.notePanic(v)
		}
	}()
	p.handle(job)
}

func (p *Pool[J]) notePanic(v any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.panics == nil {
		p.panics = &PanicError{First: v}
	}
	p.panics.Jobs++
}
