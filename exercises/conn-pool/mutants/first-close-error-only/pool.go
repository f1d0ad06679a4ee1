// Package connpool keeps a limited number of connections for many users.
package connpool

import (
	"context"
	"errors"
	"slices"
)

// ErrClosed says that the pool gives out no more connections.
var ErrClosed = errors.New("connpool: closed")

// Conn is what the pool has to know of a connection.
type Conn interface {
	// Usable says whether the connection still works. It takes no time, and once
	// false it stays false.
	Usable() bool
	// Close ends the connection. It may take its time.
	Close() error
}

// Pool lends connections. Its methods may be called from any number of goroutines.
type Pool[C Conn] struct {
	dial  func(context.Context) (C, error)
	gets  chan *request[C]
	quits chan *request[C]
	backs chan back[C]
	shuts chan chan<- []C // a Close asks for what is idle
	shut  chan struct{}   // closed when the pool is
	gone  chan struct{}   // closed when the owner has left
}

// A request of a Get. The answer comes at once or when its turn has come, and once.
type request[C Conn] struct {
	answer chan answer[C] // with room for one
}

// An answer is a connection, the right to dial one, or an error.
type answer[C Conn] struct {
	conn C
	dial bool
	err  error
}

// back is a connection that is usable, or the place of one that is not.
type back[C Conn] struct {
	conn   C
	filled bool
	refuse chan<- bool // whether the caller has to close the connection
}

// New gives a pool of at most max connections, which are made by dial when they are needed.
func New[C Conn](max int, dial func(ctx context.Context) (C, error)) *Pool[C] {
	p := &Pool[C]{
		dial:  dial,
		gets:  make(chan *request[C]),
		quits: make(chan *request[C]),
		backs: make(chan back[C]),
		shuts: make(chan chan<- []C),
		shut:  make(chan struct{}),
		gone:  make(chan struct{}),
	}
	go func() {
		defer close(p.gone)
		o := owner[C]{places: max}
		for !o.closed || o.lent > 0 {
			select {
			case r := <-p.gets:
				o.get(r)
			case r := <-p.quits:
				o.quit(r)
			case b := <-p.backs:
				o.back(b)
			case idle := <-p.shuts:
				if !o.closed {
					close(p.shut)
				}
				idle <- o.shut()
			}
		}
	}()
	return p
}

// An owner has the books of a pool. Only its goroutine calls its methods.
type owner[C Conn] struct {
	places int // free ones
	lent   int // places with somebody, with or without a connection
	idle   []C
	queue  []*request[C]
	closed bool
}

func (o *owner[C]) get(r *request[C]) {
	switch {
	case o.closed:
		r.answer <- answer[C]{err: ErrClosed}
	case len(o.idle) > 0:
		conn := o.idle[0]
		o.idle = slices.Delete(o.idle, 0, 1)
		o.lent++
		r.answer <- answer[C]{conn: conn}
	case o.places > 0:
		o.places--
		o.lent++
		r.answer <- answer[C]{dial: true}
	default:
		o.queue = append(o.queue, r)
	}
}

// quit forgets a request, if it has not been answered yet, and answers it.
func (o *owner[C]) quit(r *request[C]) {
	if i := slices.Index(o.queue, r); i >= 0 {
		o.queue = slices.Delete(o.queue, i, i+1)
		r.answer <- answer[C]{err: context.Canceled}
	}
}

func (o *owner[C]) back(b back[C]) {
	if b.filled {
		b.refuse <- o.closed
		if o.closed {
			return // its place comes back when it is closed
		}
	}
	switch {
	case len(o.queue) > 0:
		first := o.queue[0]
		o.queue = slices.Delete(o.queue, 0, 1)
		first.answer <- answer[C]{conn: b.conn, dial: !b.filled}
		return
	case b.filled:
		o.idle = append(o.idle, b.conn)
	default:
		o.places++
	}
	o.lent--
}

func (o *owner[C]) shut() []C {
	o.closed = true
	for _, r := range o.queue {
		r.answer <- answer[C]{err: ErrClosed}
	}
	idle := o.idle
	o.queue, o.idle = nil, nil
	return idle
}

// Get gives a connection that nobody else has: one that is idle, a new one, or, if there are
// max already, the next that comes free, as long as ctx allows.
func (p *Pool[C]) Get(ctx context.Context) (C, error) {
	var none C
	for ctx.Err() == nil {
		a := p.ask(ctx)
		switch {
		case a.err != nil:
			return none, a.err
		case a.dial:
			return p.connect(ctx)
		case a.conn.Usable():
			return a.conn, nil
		}
		a.conn.Close() // and its place is ours until somebody gets it
		p.giveBack(back[C]{})
	}
	return none, ctx.Err()
}

// ask gives the owner's answer, or, if ctx ends before, its error.
func (p *Pool[C]) ask(ctx context.Context) answer[C] {
	r := &request[C]{make(chan answer[C], 1)}
	select {
	case p.gets <- r:
	case <-p.gone:
		return answer[C]{err: ErrClosed}
	}
	select {
	case a := <-r.answer:
		return a
	case <-ctx.Done():
	}
	select {
	case p.quits <- r:
	case <-p.gone:
	}
	a := <-r.answer // the owner has answered before it took or refused the quit
	if a.err == nil {
		p.settle(a)
	}
	return answer[C]{err: ctx.Err()}
}

// settle gives back what came too late.
func (p *Pool[C]) settle(a answer[C]) {
	if a.dial {
		p.giveBack(back[C]{})
		return
	}
	p.Put(a.conn)
}

// connect dials for a place that the caller has.
func (p *Pool[C]) connect(ctx context.Context) (C, error) {
	var none C
	conn, err := p.dial(ctx)
	if err != nil {
		p.giveBack(back[C]{})
		return none, err
	}
	select {
	case <-p.shut:
		conn.Close()
		p.giveBack(back[C]{})
		return none, ErrClosed
	default:
		return conn, nil
	}
}

// giveBack hands over a place or, as long as the pool is open, a connection. The owner is
// there as long as anything is lent.
func (p *Pool[C]) giveBack(b back[C]) { p.backs <- b }

// Put gives a connection back that came from Get.
func (p *Pool[C]) Put(conn C) {
	if conn.Usable() {
		refused := make(chan bool, 1)
		p.giveBack(back[C]{conn, true, refused})
		if !<-refused {
			return
		}
	}
	conn.Close()
	p.giveBack(back[C]{})
}

// Close closes the idle connections; those that are out are closed by Put.
func (p *Pool[C]) Close() error {
	idle := make(chan []C, 1)
	select {
	case p.shuts <- idle:
	case <-p.gone:
		return nil
	}
	for _, conn := range <-idle {
		if err := conn.Close(); err != nil {
			return err
		}
	}
	return nil
}
