package memnet_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"assay.test/testkit"
	"assay.test/testkit/memnet"
)

func TestWhatOneEndWritesTheOtherReads(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		l := memnet.Listen()
		defer l.Close()
		go func() {
			conn, err := l.Accept()
			if err != nil {
				t.Errorf("Accept: %v", err)
				return
			}
			defer conn.Close()
			line, _ := bufio.NewReader(conn).ReadString('\n')
			time.Sleep(time.Hour)
			fmt.Fprintf(conn, "you said %s", line)
		}()
		conn, err := l.Dial(t.Context())
		if err != nil {
			t.Fatalf("Dial: %v", err)
		}
		defer conn.Close()
		fmt.Fprintln(conn, "hello")
		answer, err := io.ReadAll(conn)
		if string(answer) != "you said hello\n" || err != nil {
			t.Errorf("read %q, %v", answer, err)
		}
		if testkit.Elapsed() != time.Hour {
			t.Errorf("the bubble's clock shows %v", testkit.Elapsed())
		}
	})
}

func TestDialWaitsForAccept(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		l := memnet.Listen()
		time.AfterFunc(3*time.Second, func() {
			conn, _ := l.Accept()
			conn.Close()
		})
		conn, err := l.Dial(t.Context())
		if err != nil || testkit.Elapsed() != 3*time.Second {
			t.Fatalf("Dial came back at %v with %v", testkit.Elapsed(), err)
		}
		conn.Close()
	})
}

func TestDialEndsWithItsContext(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := memnet.Listen().Dial(ctx)
		if !errors.Is(err, context.DeadlineExceeded) || testkit.Elapsed() != time.Second {
			t.Errorf("Dial came back at %v with %v", testkit.Elapsed(), err)
		}
	})
}

func TestCloseReleasesThoseWhoWait(t *testing.T) {
	for _, wait := range []struct {
		call func(ctx context.Context, l *memnet.Listener) error
		want error
	}{
		{func(_ context.Context, l *memnet.Listener) error { _, err := l.Accept(); return err }, net.ErrClosed},
		{func(ctx context.Context, l *memnet.Listener) error { _, err := l.Dial(ctx); return err }, syscall.ECONNREFUSED},
	} {
		testkit.Bubble(t, func(t *testing.T) {
			l := memnet.Listen()
			time.AfterFunc(time.Second, func() { l.Close() })
			for range 2 { // while it is being closed, and afterwards
				err := wait.call(t.Context(), l)
				var op *net.OpError
				if !errors.Is(err, wait.want) || !errors.As(err, &op) {
					t.Errorf("error %v, want a *net.OpError with %v", err, wait.want)
				}
			}
			if err := l.Close(); err != nil {
				t.Errorf("a second Close: %v", err)
			}
			if testkit.Elapsed() != time.Second {
				t.Errorf("the bubble's clock shows %v", testkit.Elapsed())
			}
		})
	}
}

// Somebody who still accepts gets none of those who come after Close.
func TestAClosedListenerRefusesAlways(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		for range 100 {
			l := memnet.Listen()
			l.Close()
			var group sync.WaitGroup
			group.Go(func() { l.Accept() })
			if _, err := l.Dial(t.Context()); !errors.Is(err, syscall.ECONNREFUSED) {
				t.Fatalf("Dial of a closed listener: %v", err)
			}
			group.Wait()
		}
	})
}

// A whole server: requests that take time, one after the other on a connection that is
// kept, and then a shutdown.
func TestHTTPInABubble(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		l := memnet.Listen()
		var opened int
		server := &http.Server{
			Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				time.Sleep(10 * time.Second)
				fmt.Fprintf(w, "%s %s", r.Method, r.URL)
			}),
			ConnState: func(_ net.Conn, state http.ConnState) {
				if state == http.StateNew {
					opened++
				}
			},
		}
		served := make(chan error)
		go func() { served <- server.Serve(l) }()
		client := l.Client(t)
		for i := range 3 {
			response, err := client.Get(fmt.Sprintf("http://anything.test/%d", i))
			if err != nil {
				t.Fatalf("request %d: %v", i, err)
			}
			body, err := io.ReadAll(response.Body)
			response.Body.Close()
			if want := fmt.Sprintf("GET /%d", i); string(body) != want || err != nil {
				t.Errorf("request %d gave %q, %v", i, body, err)
			}
		}
		if testkit.Elapsed() != 30*time.Second {
			t.Errorf("the bubble's clock shows %v", testkit.Elapsed())
		}
		if err := server.Shutdown(t.Context()); err != nil {
			t.Errorf("Shutdown: %v", err)
		}
		if late := testkit.Elapsed() - 30*time.Second; late > 600*time.Millisecond {
			t.Errorf("Shutdown of an idle server took %v", late)
		}
		if err := <-served; err != http.ErrServerClosed {
			t.Errorf("Serve: %v", err)
		}
		if opened != 1 {
			t.Errorf("%d connections for 3 requests, one after the other", opened)
		}
		if _, err := client.Get("http://anything.test/"); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("after the shutdown a request gave %v", err)
		}
	})
}

// The server learns that a client went away while a request is being handled.
func TestACancelledRequestReachesTheHandler(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		l := memnet.Listen()
		var ended time.Duration
		server := &http.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			<-r.Context().Done()
			ended = testkit.Elapsed()
		})}
		go server.Serve(l)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		request, _ := http.NewRequestWithContext(ctx, "GET", "http://anything.test/", nil)
		if _, err := l.Client(t).Do(request); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the request gave %v", err)
		}
		synctest.Wait()
		if ended != time.Second {
			t.Errorf("the handler's context ended at %v", ended)
		}
		server.Close()
	})
}

// Without Client's clean-up this bubble would be a leak: the server never closes a
// connection here.
func TestClientClosesItsConnections(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		l := memnet.Listen()
		server := &http.Server{Handler: http.NotFoundHandler()}
		go server.Serve(l)
		for range 2 {
			response, err := l.Client(t).Get("http://anything.test/")
			if err != nil {
				t.Fatal(err)
			}
			io.Copy(io.Discard, response.Body)
			response.Body.Close()
		}
		l.Close() // ends Serve, and leaves connections alone
	})
}
