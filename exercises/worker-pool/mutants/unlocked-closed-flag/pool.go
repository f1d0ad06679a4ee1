// Package workerpool runs jobs on a limited number of goroutines, with a queue of
// fixed size in front of them.
//
// This solution keeps no idle goroutine: a worker is started when a job finds
// fewer than the limit, and leaves when the queue is empty. A channel of tokens,
// one for each job in the pool, makes Submit wait.
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
	limit   int           // of workers
	tokens  chan struct{} // holds one for each job that is waiting or being handled
	closing chan struct{} // closed by the first Close

	mu      sync.Mutex // guards what follows
	closed  bool
	waiting []J
	running int            // workers
	workers sync.WaitGroup // grows under mu, and not once closed is true
	panics  PanicError
}

// New makes a pool of up to as many workers that has room for queue more jobs.
func New[J any](workers, queue int, handle func(J)) *Pool[J] {
	return &Pool[J]{
		handle:  handle,
		limit:   workers,
		tokens:  make(chan struct{}, workers+queue),
		closing: make(chan struct{}),
	}
}

// Submit hands a job in, and waits for room as long as ctx allows.
func (p *Pool[J]) Submit(ctx context.Context, job J) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if p.closed {
		return ErrClosed
	}
	select {
	case p.tokens <- struct{}{}:
		return p.start(job)
	case <-ctx.Done():
		return ctx.Err()
	case <-p.closing:
		return ErrClosed
	}
}

// TrySubmit hands a job in if there is room for it now.
func (p *Pool[J]) TrySubmit(job J) error {
	select {
	case p.tokens <- struct{}{}:
		return p.start(job)
	case <-p.closing:
		return ErrClosed
	default:
		return ErrFull
	}
}

// start queues a job that has its token, and adds a worker if there may be one.
func (p *Pool[J]) start(job J) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		<-p.tokens
		return ErrClosed
	}
	p.waiting = append(p.waiting, job)
	if p.running < p.limit {
		p.running++
		p.workers.Go(p.work)
	}
	return nil
}

// work handles jobs until there is none.
func (p *Pool[J]) work() {
	for job, ok := p.next(); ok; job, ok = p.next() {
		p.run(job)
		<-p.tokens
	}
}

// next takes the oldest job; without one, the calling worker is counted out.
func (p *Pool[J]) next() (job J, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.waiting) == 0 {
		p.running--
		return job, false
	}
	job = p.waiting[0]
	clear(p.waiting[:1]) // the array under the slice must not keep it alive
	p.waiting = p.waiting[1:]
	return job, true
}

func (p *Pool[J]) run(job J) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.panics.Jobs == 0 {
			p.panics.First = v
		}
		p.panics.Jobs++
	}()
	p.handle(job)
}

// Close refuses further jobs, waits until those taken in are done and the
// workers are gone, and reports panics.
func (p *Pool[J]) Close() error {
	p.mu.Lock()
	if !p.closed {
		p.closed = true
		close(p.closing)
	}
	p.mu.Unlock()

	p.workers.Wait()

	p.mu.Lock()
	defer p.mu.Unlock()
	if p.panics.Jobs > 0 {
		return &p.panics
	}
	return nil
}
