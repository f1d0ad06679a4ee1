package memnet

import (
	"context"
	"net"
	"sync"
	"syscall"
)

// A Listener is a net.Listener that is reached by its own Dial and in no other way.
// Make it in the bubble that uses it.
type Listener struct {
	incoming chan net.Conn
	closed   chan struct{}
	close    sync.Once
}

// Listen gives a listener that is open.
func Listen() *Listener {
	return &Listener{incoming: make(chan net.Conn), closed: make(chan struct{})}
}

// Dial connects to the listener. It waits until the connection is accepted, and gives the
// error of ctx if ctx ends first, or syscall.ECONNREFUSED if the listener is
// closed. Both come in a *net.OpError.
func (l *Listener) Dial(ctx context.Context) (net.Conn, error) {
	if l.isClosed() { // a select would take either if somebody accepts all the same
		return nil, l.failure("dial", syscall.ECONNREFUSED)
	}
	client, server := net.Pipe()
	select {
	case l.incoming <- server:
		return client, nil
	case <-l.closed:
		return nil, l.failure("dial", syscall.ECONNREFUSED)
	case <-ctx.Done():
		return nil, l.failure("dial", ctx.Err())
	}
}

// Accept waits for the next connection. When the listener is closed it gives
// net.ErrClosed, in a *net.OpError.
func (l *Listener) Accept() (net.Conn, error) {
	if l.isClosed() {
		return nil, l.failure("accept", net.ErrClosed)
	}
	select {
	case conn := <-l.incoming:
		return conn, nil
	case <-l.closed:
		return nil, l.failure("accept", net.ErrClosed)
	}
}

// Close refuses further connections and leaves those accepted as they are. Closing
// again does nothing, and is no error.
func (l *Listener) Close() error {
	l.close.Do(func() { close(l.closed) })
	return nil
}

// Addr names the listener in messages; nothing can be reached by it.
func (l *Listener) Addr() net.Addr { return address{} }

func (l *Listener) isClosed() bool {
	select {
	case <-l.closed:
		return true
	default:
		return false
	}
}

func (l *Listener) failure(op string, err error) error {
	return &net.OpError{Op: op, Net: l.Addr().Network(), Addr: l.Addr(), Err: err}
}

type address struct{}

func (address) Network() string { return "memnet" }
func (address) String() string  { return "memnet" }
