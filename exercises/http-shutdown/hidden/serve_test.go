package server_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"assay.test/testkit"
	"server"
)

// What a test opens with these options is gone when the test's context has ended: the clock of a
// bubble stands still then, and a drain would never end. The harness begins a new process
// after a test that leaves anything.
var noDrain = server.Options{Grace: time.Hour}

func TestRequestsReachTheHandler(t *testing.T) {
	bubble(t, func(t *testing.T) {
		here := open(cancelledAt(t.Context(), time.Minute), func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			w.WriteHeader(http.StatusTeapot)
			fmt.Fprintf(w, "%s %s %s", r.Method, r.URL, body)
		}, noDrain)
		client := here.ln.Client(t)
		for range 3 {
			got := ask(t, client, "POST", "/cart?seat=12", strings.NewReader("two tickets"))
			if got.err != nil || got.status != http.StatusTeapot || got.body != "POST /cart?seat=12 two tickets" {
				t.Fatalf("the handler's answer arrived as %d %q, %v", got.status, got.body, got.err)
			}
		}
	})
}

func TestRequestsAreHandledAtTheSameTime(t *testing.T) {
	bubble(t, func(t *testing.T) {
		here := open(cancelledAt(t.Context(), time.Minute), byPath, noDrain)
		var answers [5]*answer
		for i := range answers {
			answers[i] = here.getAt(t, s, "/10s")
		}
		settle(30 * s)
		for _, got := range answers {
			if !got.good("done") || got.at != 11*s {
				t.Errorf("one of 5 requests, all at 1s and of 10s, got %d %q, %v at %v", got.status, got.body, got.err, got.at)
			}
		}
	})
}

func TestReadyWhileServing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var seen testkit.Recorder[string]
		here := open(cancelledAt(t.Context(), time.Minute), func(w http.ResponseWriter, r *http.Request) {
			seen.Do(r.URL.Path, 0)
			w.WriteHeader(http.StatusNotFound)
		}, noDrain)
		if got := get(t, here.ln.Client(t), server.ReadyPath); got.status != 200 || got.err != nil {
			t.Errorf("a server that serves answers %s with %d, %v", server.ReadyPath, got.status, got.err)
		}
		if got := get(t, here.ln.Client(t), "/ready"); got.status != 404 {
			t.Errorf("the handler answered 404, and the client got %d, %v", got.status, got.err)
		}
		if paths := seen.Args(); len(paths) != 1 || paths[0] != "/ready" {
			t.Errorf("the handler saw requests for %q", paths)
		}
	})
}

type buildKey struct{}

// The handler sees the values of Serve's context, whose end does not end its own.
func TestTheContextOfARequest(t *testing.T) {
	bubble(t, func(t *testing.T) {
		ctx := context.WithValue(t.Context(), buildKey{}, "4711")
		here := open(cancelledAt(ctx, 10*s), func(w http.ResponseWriter, r *http.Request) {
			select {
			case <-r.Context().Done():
				fmt.Fprint(w, "cancelled ")
			case <-time.After(4 * s):
			}
			fmt.Fprintf(w, "by build %v", r.Context().Value(buildKey{}))
		}, server.Options{Drain: 5 * s, Grace: time.Hour})
		before, during := here.getAt(t, 8*s, "/"), here.getAt(t, 10500*ms, "/")
		settle(time.Minute)
		if before.body != "by build 4711" {
			t.Errorf("a request before the shutdown at 10s was handled %q", before.body)
		}
		if during.status == 200 && during.body != "by build 4711" { // whether it is served is another criterion's business
			t.Errorf("a request during the drain was handled %q", during.body)
		}
	})
}

// A client that sends half a header and then nothing.
func TestAHeaderThatNeverEnds(t *testing.T) {
	bubble(t, func(t *testing.T) {
		here := open(cancelledAt(t.Context(), time.Minute), taking(0), noDrain)
		testkit.SleepUntil(s)
		ctx, cancel := context.WithTimeout(t.Context(), s)
		defer cancel()
		conn, err := here.ln.Dial(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		var closed time.Duration
		go func() {
			fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: shop.test\r\n")
			io.Copy(io.Discard, conn)
			closed = testkit.Elapsed()
		}()
		settle(40 * s)
		if closed < s+server.HeaderTimeout || closed > s+server.HeaderTimeout+s {
			t.Errorf("connected at 1s, with a header that never ends; disconnected at %v (0s: never)", closed)
		}
	})
}

// slowly is a body that comes in five parts, a minute apart.
func slowly() io.Reader {
	reader, writer := io.Pipe()
	go func() {
		for range 5 {
			time.Sleep(time.Minute)
			if _, err := io.WriteString(writer, "seat "); err != nil {
				return
			}
		}
		writer.Close()
	}()
	return reader
}

// Slow, but honest: an upload and a download that take minutes, and a pause between requests.
func TestSlowClientsAreServed(t *testing.T) {
	bubble(t, func(t *testing.T) {
		here := open(cancelledAt(t.Context(), 2*time.Hour), func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			time.Sleep(5 * time.Minute)
			for range 3 {
				io.WriteString(w, "ticket ")
				w.(http.Flusher).Flush()
				time.Sleep(time.Minute)
			}
			w.Write(body)
		}, noDrain)
		client := here.ln.Client(t)
		for range 2 {
			got := ask(t, client, "POST", "/", slowly())
			if want := "ticket ticket ticket seat seat seat seat seat "; !got.good(want) {
				t.Fatalf("a slow client got %d %q, %v", got.status, got.body, got.err)
			}
			time.Sleep(5 * time.Minute)
		}
	})
}
