// Package connpool keeps a limited number of connections for many users.
package connpool

import (
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
	dial    func(context.Context) (C, error)
	tokens  chan struct{}
	closing chan struct{} // closed by the first Close

	mu     sync.Mutex
	idle   []C // never more than there are tokens in the channel, or on their way there
	closed bool
}

// New gives a pool of at most max connections, which are made by dial when they are needed.
func New[C Conn](max int, dial func(ctx context.Context) (C, error)) *Pool[C] {
	p := &Pool[C]{dial: dial, tokens: make(chan struct{}, max), closing: make(chan struct{})}
	for range max {
		p.tokens <- struct{}{}
	}
	return p
}

// Get gives a connection that nobody else has: one that is idle, a new one, or, if there are
// max already, the next that comes free, as long as ctx allows.
func (p *Pool[C]) Get(ctx context.Context) (conn C, err error) {
	select {
	case <-p.tokens:
	case <-ctx.Done():
		return conn, ctx.Err()
	case <-p.closing:
		return conn, ErrClosed
	}
	for conn, ok := p.pop(); ok; conn, ok = p.pop() {
		if conn.Usable() {
			return conn, nil
		}
		conn.Close()
	}
	if conn, err = p.connect(ctx); err != nil {
		p.tokens <- struct{}{}
	}
	return conn, err
}

// pop gives an idle connection, if there is one.
func (p *Pool[C]) pop() (conn C, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.idle) == 0 {
		return conn, false
	}
	conn, p.idle[0] = p.idle[0], conn
	p.idle = p.idle[1:]
	return conn, true
}

// connect gives a new connection, unless the pool is closed, or is closed meanwhile.
func (p *Pool[C]) connect(ctx context.Context) (C, error) {
	var none C
	if p.isClosed() {
		return none, ErrClosed
	}
	conn, err := p.dial(ctx)
	if err != nil {
		return none, err
	}
	if p.isClosed() {
		conn.Close()
		return none, ErrClosed
	}
	return conn, nil
}

// Put gives a connection back that came from Get.
func (p *Pool[C]) Put(conn C) {
	if !conn.Usable() || !p.keep(conn) {
		conn.Close()
	}
	p.tokens <- struct{}{} // there is room for every one
}

// keep makes the connection idle, unless the pool is closed.
func (p *Pool[C]) keep(conn C) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	p.idle = append(p.idle, conn)
	return true
}

func (p *Pool[C]) isClosed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.closed
}

// Close closes the idle connections; those that are out are closed by Put.
func (p *Pool[C]) Close() error {
	var failed error
	for _, conn := range p.shut() {
		failed = errors.Join(failed, conn.Close())
	}
	return failed
}

// shut refuses further calls, sends those away who wait, and gives the idle connections.
func (p *Pool[C]) shut() []C {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.closed {
		p.closed = true
		close(p.closing)
	}
	idle := p.idle
	p.idle = nil
	return idle
}
