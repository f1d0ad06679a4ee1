// Package connpool keeps a limited number of connections for many users.
//
// This solution is a monitor: one mutex, one condition, and numbered tickets that
// say whose turn it is. Whoever changes something wakes everybody, and each looks
// for itself whether it may go on; a context wakes them by context.AfterFunc.
package connpool

import (
	"context"
	"errors"
	"slices"
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
	max  int

	mu      sync.Mutex
	changed sync.Cond
	idle    []C
	busy    int   // connections that exist and are not idle
	last    int   // the ticket that was given out last
	line    []int // tickets of those who wait
	closed  bool
}

// New gives a pool of at most max connections, which are made by dial when they are needed.
func New[C Conn](max int, dial func(ctx context.Context) (C, error)) *Pool[C] {
	p := &Pool[C]{dial: dial, max: max}
	p.changed.L = &p.mu
	return p
}

// Get gives a connection that nobody else has: one that is idle, a new one, or, if there are
// max already, the next that comes free, as long as ctx allows.
func (p *Pool[C]) Get(ctx context.Context) (C, error) {
	stop := context.AfterFunc(ctx, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.changed.Broadcast()
	})
	defer stop()
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		conn, ok, err := p.reserve(ctx)
		switch {
		case err != nil:
			return conn, err
		case !ok:
			return p.connect(ctx)
		case conn.Usable():
			return conn, nil
		}
		p.end(conn)
	}
}

// reserve waits for its turn. Then it gives an idle connection, or false and the right
// to make one. The caller holds mu.
func (p *Pool[C]) reserve(ctx context.Context) (conn C, ok bool, err error) {
	p.last++
	ticket := p.last
	p.line = append(p.line, ticket)
	defer func() {
		p.line = slices.DeleteFunc(p.line, func(t int) bool { return t == ticket })
		p.changed.Broadcast()
	}()
	for {
		switch {
		case ctx.Err() != nil:
			return conn, false, ctx.Err()
		case p.closed:
			return conn, false, ErrClosed
		case p.line[0] != ticket:
		case len(p.idle) > 0:
			conn := p.idle[0]
			p.idle = p.idle[1:]
			p.busy++
			return conn, true, nil
		case p.busy+len(p.idle) < p.max:
			p.busy++
			return conn, false, nil
		}
		p.changed.Wait()
	}
}

// connect dials, and gives the place back if that fails. The caller holds mu.
func (p *Pool[C]) connect(ctx context.Context) (C, error) {
	var none C
	p.mu.Unlock()
	conn, err := p.dial(ctx)
	p.mu.Lock()
	if err != nil {
		p.busy--
		p.changed.Broadcast()
		return none, err
	}
	if p.closed {
		p.end(conn)
		return none, ErrClosed
	}
	return conn, nil
}

// end closes a connection that was busy. The caller holds mu, and gets it back.
func (p *Pool[C]) end(conn C) {
	p.mu.Unlock()
	conn.Close()
	p.mu.Lock()
	p.busy--
	p.changed.Broadcast()
}

// Put gives a connection back that came from Get.
func (p *Pool[C]) Put(conn C) {
	usable := conn.Usable()
	p.mu.Lock()
	defer p.mu.Unlock()
	if !usable || p.closed {
		p.end(conn)
		return
	}
	p.busy--
	p.idle = append(p.idle, conn)
	p.changed.Broadcast()
}

// Close closes the idle connections; those that are out are closed by Put.
func (p *Pool[C]) Close() error {
	p.mu.Lock()
	idle := p.idle
	p.idle, p.closed = nil, true
	p.changed.Broadcast()
	p.mu.Unlock()

	var errs []error
	for _, conn := range idle {
		errs = append(errs, conn.Close())
	}
	return errors.Join(errs...)
}
