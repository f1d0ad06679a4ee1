// Package workerpool runs jobs on a fixed number of goroutines, with a queue of
// fixed size in front of them.
//
// This solution is a monitor: one mutex guards all of the state, and condition
// variables tell those who wait that it has changed. A context cannot wake a
// sync.Cond by itself; context.AfterFunc does it on its behalf.
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
	handle   func(J)
	capacity int // jobs that the pool holds at most, waiting or being handled

	mu     sync.Mutex
	work   sync.Cond // there is a job, or the pool was closed: for workers
	room   sync.Cond // there is room, the pool was closed or a context ended: for Submit
	gone   sync.Cond // the last worker left: for Close
	queue  []J       // accepted, not yet begun
	held   int       // accepted, not yet done
	alive  int       // workers
	closed bool
	panics *PanicError
}

// New starts a pool of as many workers that has room for queue more jobs.
func New[J any](workers, queue int, handle func(J)) *Pool[J] {
	p := &Pool[J]{handle: handle, capacity: workers + queue, alive: workers}
	p.work.L, p.room.L, p.gone.L = &p.mu, &p.mu, &p.mu
	for range workers {
		go p.worker()
	}
	return p
}

// Submit hands a job in, and waits for room as long as ctx allows.
func (p *Pool[J]) Submit(ctx context.Context, job J) error {
	stop := context.AfterFunc(ctx, func() {
		p.mu.Lock() // so that the signal cannot fall between a look at ctx and Wait
		defer p.mu.Unlock()
		p.room.Broadcast()
	})
	defer stop()

	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := p.accept(job); err != ErrFull {
			return err
		}
		p.room.Wait()
	}
}

// TrySubmit hands a job in if there is room for it now.
func (p *Pool[J]) TrySubmit(job J) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.accept(job)
}

// accept takes the job in, or says why not. The caller holds mu.
func (p *Pool[J]) accept(job J) error {
	switch {
	case p.closed && p.alive == 0:
		return ErrClosed
	case p.held == p.capacity:
		return ErrFull
	}
	p.held++
	p.queue = append(p.queue, job)
	p.work.Signal()
	return nil
}

// Close refuses further jobs, waits until those taken in are done and the
// workers are gone, and reports panics.
func (p *Pool[J]) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	p.work.Broadcast()
	p.room.Broadcast()
	for p.alive > 0 {
		p.gone.Wait()
	}
	if p.panics == nil {
		return nil // a nil *PanicError would make an error that is not nil
	}
	return p.panics
}

func (p *Pool[J]) worker() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		for len(p.queue) == 0 && !p.closed {
			p.work.Wait()
		}
		if len(p.queue) == 0 {
			break
		}
		job := p.queue[0]
		p.queue[0] = *new(J) // the array under the slice must not keep it alive
		p.queue = p.queue[1:]

		p.mu.Unlock()
		v := p.run(job)
		p.mu.Lock()

		if v != nil {
			if p.panics == nil {
				p.panics = &PanicError{First: v}
			}
			p.panics.Jobs++
		}
		p.held--
		p.room.Signal()
	}
	p.alive--
	if p.alive == 0 {
		p.gone.Broadcast()
	}
}

// run handles one job and gives what it panicked with, or nil.
func (p *Pool[J]) run(job J) (panicked any) {
	defer func() { panicked = recover() }()
	p.handle(job)
	return nil
}
