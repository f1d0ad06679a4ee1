// Package connpool keeps a limited number of connections for many users. README.md
// says exactly what each function does.
package connpool

import (
	"context"
	"errors"
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

var errNotWritten = errors.New("connpool: not written yet")

// Pool lends connections. Its methods may be called from any number of goroutines.
type Pool[C Conn] struct {
	// yours
}

// New gives a pool of at most max connections, which are made by dial when they are needed.
func New[C Conn](max int, dial func(ctx context.Context) (C, error)) *Pool[C] {
	return &Pool[C]{}
}

// Get gives a connection that nobody else has: one that is idle, a new one, or, if there are
// max already, the next that comes free, as long as ctx allows.
func (p *Pool[C]) Get(ctx context.Context) (C, error) {
	var none C
	return none, errNotWritten
}

// Put gives a connection back that came from Get.
func (p *Pool[C]) Put(conn C) {
}

// Close closes the idle connections; those that are out are closed by Put.
func (p *Pool[C]) Close() error {
	return errNotWritten
}
