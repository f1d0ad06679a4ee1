// Package connpool keeps a limited number of connections for many users.
package connpool

import (
	"container/list"
	"context"
	"errors"
	"sync"
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
	dial func(context.Context) (C, error)

	mu     sync.Mutex
	places int       // that are free
	idle   []C       // each of them has a place
	queue  list.List // of chan grant[C], each with room for one; only if no place is free and none is idle
	closed bool
}

// A grant is the right to a place, with or without a connection in it.
type grant[C Conn] struct {
	conn   C
	filled bool
	closed bool // no grant at all: the pool was closed
}

// New gives a pool of at most max connections, which are made by dial when they are needed.
func New[C Conn](max int, dial func(ctx context.Context) (C, error)) *Pool[C] {
	return &Pool[C]{dial: dial, places: max}
}

// Get gives a connection that nobody else has: one that is idle, a new one, or, if there are
// max already, the next that comes free, as long as ctx allows.
func (p *Pool[C]) Get(ctx context.Context) (C, error) {
	var none C
	if err := ctx.Err(); err != nil {
		return none, err
	}
	g, err := p.acquire(ctx)
	if err != nil {
		return none, err
	}
	for g.filled {
		if g.conn.Usable() {
			return g.conn, nil
		}
		g.conn.Close()
		g = p.exchange()
	}
	if g.closed {
		return none, ErrClosed
	}
	return p.fill(ctx)
}

// acquire gives a place, with a connection if one is idle.
func (p *Pool[C]) acquire(ctx context.Context) (grant[C], error) {
	g, mine := p.request()
	if mine == nil {
		return g, nil
	}
	select {
	case g := <-mine.Value.(chan grant[C]):
		return g, nil
	case <-ctx.Done():
		p.quit(mine)
		return g, ctx.Err()
	}
}

// request gives what there is, or else a place in the queue.
func (p *Pool[C]) request() (grant[C], *list.Element) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.closed:
		return grant[C]{closed: true}, nil
	case len(p.idle) > 0:
		return p.pop(), nil
	case p.places > 0:
		p.places--
		return grant[C]{}, nil
	}
	return grant[C]{}, p.queue.PushBack(make(chan grant[C], 1))
}

// pop takes the connection out that was idle for the shortest time. The caller holds mu.
func (p *Pool[C]) pop() grant[C] {
	last := len(p.idle) - 1
	conn := p.idle[last]
	p.idle[last] = *new(C)
	p.idle = p.idle[:last]
	return grant[C]{conn: conn, filled: true}
}

// quit leaves the queue, and passes on what has been granted in the meantime.
func (p *Pool[C]) quit(mine *list.Element) {
	select {
	case g := <-p.withdraw(mine):
		if g.filled {
			p.Put(g.conn)
		} else if !g.closed {
			p.leave()
		}
	default:
	}
}

// withdraw makes sure that nothing more is granted, and gives the channel in which
// there may be a grant already.
func (p *Pool[C]) withdraw(mine *list.Element) <-chan grant[C] {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.queue.Remove(mine) // does nothing if it is out of the queue already
	return mine.Value.(chan grant[C])
}

// pass gives a grant to the first in the queue, or back to the pool. The caller holds mu.
func (p *Pool[C]) pass(g grant[C]) {
	switch first := p.queue.Front(); {
	case first != nil:
		p.queue.Remove(first).(chan grant[C]) <- g
	case g.filled:
		p.idle = append(p.idle, g.conn)
	default:
		p.places++
	}
}

// exchange gives an idle connection for a place, or the place back if there is none.
func (p *Pool[C]) exchange() grant[C] {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.closed:
		return grant[C]{closed: true}
	case len(p.idle) > 0:
		p.pass(grant[C]{})
		return p.pop()
	}
	return grant[C]{}
}

// fill dials for the caller's place.
func (p *Pool[C]) fill(ctx context.Context) (C, error) {
	var none C
	conn, err := p.dial(ctx)
	if err != nil {
		p.leave()
		return none, err
	}
	if p.isClosed() {
		conn.Close()
		return none, ErrClosed
	}
	return conn, nil
}

func (p *Pool[C]) isClosed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.closed
}

// leave gives a place back.
func (p *Pool[C]) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pass(grant[C]{})
}

// Put gives a connection back that came from Get.
func (p *Pool[C]) Put(conn C) {
	if conn.Usable() && p.keep(conn) {
		return
	}
	conn.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.places++
}

// keep takes the connection unless the pool is closed.
func (p *Pool[C]) keep(conn C) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	p.pass(grant[C]{conn: conn, filled: true})
	return true
}

// Close closes the idle connections; those that are out are closed by Put.
func (p *Pool[C]) Close() error {
	var errs []error
	for _, conn := range p.shut() {
		errs = append(errs, conn.Close())
	}
	return errors.Join(errs...)
}

// shut refuses further calls, sends those away who wait, and gives the idle connections.
func (p *Pool[C]) shut() []C {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for first := p.queue.Front(); first != nil; first = p.queue.Front() {
		p.queue.Remove(first).(chan grant[C]) <- grant[C]{closed: true}
	}
	idle := p.idle
	p.idle = nil
	return idle
}
