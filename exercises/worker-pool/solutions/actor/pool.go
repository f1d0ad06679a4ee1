// Package workerpool runs jobs on a fixed number of goroutines, with a queue of
// fixed size in front of them.
//
// In this solution one goroutine owns the queue and all counters; everybody else
// talks to it over channels, so that nothing is shared and nothing is locked. A
// channel variable that is nil switches its case of the select off.
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
	submit  chan J          // received from only while there is room
	try     chan attempt[J] // always answered
	shut    chan struct{}   // a Close asks the owner to refuse jobs
	refused chan struct{}   // closed by the owner when it takes no more jobs
	gone    chan struct{}   // closed by the owner when all workers have left
	result  error           // written before gone is closed, read after
}

// attempt is a TrySubmit that waits for its answer.
type attempt[J any] struct {
	job    J
	answer chan<- error
}

// outcome is what a worker says when it has finished a job.
type outcome struct {
	panicked any
}

// New starts a pool of as many workers that has room for queue more jobs.
func New[J any](workers, queue int, handle func(J)) *Pool[J] {
	p := &Pool[J]{
		submit:  make(chan J),
		try:     make(chan attempt[J]),
		shut:    make(chan struct{}),
		refused: make(chan struct{}),
		gone:    make(chan struct{}),
	}
	work := make(chan J)
	done := make(chan outcome)
	left := make(chan struct{})
	for range workers {
		go func() {
			for job := range work {
				done <- run(handle, job)
			}
			left <- struct{}{}
		}()
	}
	go func() {
		p.own(workers+queue, work, done)
		for range workers {
			<-left
		}
		close(p.gone)
	}()
	return p
}

// own holds the state of the pool until it is closed and empty.
func (p *Pool[J]) own(capacity int, work chan<- J, done <-chan outcome) {
	var (
		queue  []J // accepted, not yet with a worker
		held   int // accepted, not yet done
		closed bool
		panics PanicError
	)
	shut := p.shut
	for !closed || held > 0 {
		var submit <-chan J
		if !closed && held < capacity {
			submit = p.submit
		}
		var next chan<- J
		var head J
		if len(queue) > 0 {
			next, head = work, queue[0]
		}
		select {
		case job := <-submit:
			queue, held = append(queue, job), held+1
		case a := <-p.try:
			switch {
			case closed:
				a.answer <- ErrClosed
			case held == capacity:
				a.answer <- ErrFull
			default:
				queue, held = append(queue, a.job), held+1
				a.answer <- nil
			}
		case next <- head:
			clear(queue[:1]) // the array under the slice must not keep it alive
			queue = queue[1:]
		case o := <-done:
			held--
			if o.panicked != nil {
				if panics.Jobs == 0 {
					panics.First = o.panicked
				}
				panics.Jobs++
			}
		case <-shut:
			closed, shut = true, nil
			close(p.refused)
		}
	}
	close(work)
	if panics.Jobs > 0 {
		p.result = &panics
	}
}

// run handles one job and survives its panic.
func run[J any](handle func(J), job J) (o outcome) {
	defer func() { o.panicked = recover() }()
	handle(job)
	return o
}

// Submit hands a job in, and waits for room as long as ctx allows.
func (p *Pool[J]) Submit(ctx context.Context, job J) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case p.submit <- job:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-p.refused:
		return ErrClosed
	}
}

// TrySubmit hands a job in if there is room for it now.
func (p *Pool[J]) TrySubmit(job J) error {
	answer := make(chan error, 1)
	select {
	case p.try <- attempt[J]{job, answer}:
		return <-answer
	case <-p.refused:
		return ErrClosed
	}
}

// Close refuses further jobs, waits until those taken in are done and the
// workers are gone, and reports panics.
func (p *Pool[J]) Close() error {
	select {
	case p.shut <- struct{}{}:
	case <-p.refused:
	}
	<-p.gone
	return p.result
}
