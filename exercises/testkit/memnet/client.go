package memnet

import (
	"context"
	"net"
	"net/http"
	"testing"
)

// Transport gives a transport of its own whose connections all go to l, whatever host
// the URL names. It keeps connections for later, like any other; who asked for it
// calls CloseIdleConnections before the bubble ends.
func (l *Listener) Transport() *http.Transport {
	return &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return l.Dial(ctx)
		},
		DisableCompression: true, // bodies pass as they are
	}
}

// Client gives a client with a [Listener.Transport] of its own, without a time-out.
// Its idle connections are closed when the test function of t's bubble returns.
func (l *Listener) Client(t testing.TB) *http.Client {
	transport := l.Transport()
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}
