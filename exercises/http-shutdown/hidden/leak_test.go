package server_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"syscall"
	"testing"
	"time"

	"assay.test/testkit"
	"server"
)

// A client that keeps its connection, and would never close it: the server does, as soon as it
// takes no more requests.
func TestIdleConnectionsAreClosed(t *testing.T) {
	bubble(t, func(t *testing.T) {
		here := open(cancelledAt(t.Context(), 10*s), byPath, server.Options{Drain: 5 * s, Grace: 20 * s})
		here.getAt(t, 9*s, "/16s") // Serve has something to wait for
		ctx, cancel := context.WithTimeout(t.Context(), s)
		defer cancel()
		conn, err := here.ln.Dial(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		var answered bool
		var closed time.Duration
		go func() {
			fmt.Fprint(conn, "GET /0s HTTP/1.1\r\nHost: shop.test\r\n\r\n")
			reader := bufio.NewReader(conn)
			response, err := http.ReadResponse(reader, nil)
			if err != nil {
				return
			}
			io.Copy(io.Discard, response.Body)
			answered = true
			io.Copy(io.Discard, reader)
			closed = testkit.Elapsed()
		}()
		settle(time.Minute)
		if !answered || closed == 0 || closed > 15*s+late {
			t.Errorf("shutdown at 10s, drain of 5s: a connection on which a request was answered (%v) was closed at %v (0s: never)", answered, closed)
		}
	})
}

// However Serve ends, it takes everything with it, and its listener too.
func TestNothingIsLeftAfterTheShutdown(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		time.AfterFunc(10*s-testkit.Elapsed(), cancel)
		here := open(ctx, byPath, server.Options{Drain: 2 * s, Grace: 8 * s})
		here.getAt(t, 5*s, "/1s")
		here.getAt(t, 9*s, "/5s")
		settle(time.Minute)
		refused(t, here)
	})
}

func TestNothingIsLeftAfterRequestsWereCutOff(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		time.AfterFunc(10*s-testkit.Elapsed(), cancel)
		here := open(ctx, byPath, server.Options{Drain: 2 * s, Grace: 8 * s})
		here.getAt(t, 9*s, "/40s")
		settle(time.Minute)
		refused(t, here)
	})
}

func TestNothingIsLeftAfterTheListenerFailed(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		alive, cancel := context.WithCancel(context.Background())
		defer runtime.KeepAlive(cancel)
		here := tear(alive)
		settle(time.Minute)
		refused(t, here)
	})
}

// refused fails the test unless Serve has returned and its listener is closed.
func refused(t *testing.T, here *site) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), s)
	defer cancel()
	conn, err := here.ln.Dial(ctx)
	if err == nil {
		conn.Close()
	}
	if !here.back || !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("Serve returned: %v; who connects afterwards gets %v", here.back, err)
	}
}
