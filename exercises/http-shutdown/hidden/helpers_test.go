package server_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"assay.test/testkit"
	"assay.test/testkit/memnet"
	"server"
)

const (
	ms = time.Millisecond
	s  = time.Second

	// late is what README.md allows to the end of a shutdown.
	late = 600 * ms
)

// bubble runs a test in virtual time. What Serve leaves behind costs the criterion
// "leak", which has tests of its own.
var bubble = testkit.LenientBubble

// A site is a call of Serve, and what became of it; look at that after settle.
type site struct {
	ln   *watched
	back bool          // it has returned...
	at   time.Duration // ...at this instant...
	err  error         // ...with this error
}

// watched is a listener that notes when it was closed.
type watched struct {
	*memnet.Listener
	closed atomic.Int64 // a time.Duration; 0 if it is open
}

func listen() *watched { return &watched{Listener: memnet.Listen()} }

func (l *watched) Close() error {
	l.closed.CompareAndSwap(0, int64(testkit.Elapsed()))
	return l.Listener.Close()
}

// open calls Serve in a goroutine of its own.
func open(ctx context.Context, h http.HandlerFunc, opts server.Options) *site {
	here := &site{ln: listen()}
	here.serve(ctx, here.ln, h, opts)
	return here
}

func (here *site) serve(ctx context.Context, ln net.Listener, h http.HandlerFunc, opts server.Options) {
	go func() {
		err := server.Serve(ctx, ln, h, opts)
		here.back, here.at, here.err = true, testkit.Elapsed(), err
	}()
	time.Sleep(ms)
}

// An answer is what a client got, and when it had got all of it.
type answer struct {
	back   bool
	status int
	body   string
	err    error
	at     time.Duration
}

// good tells whether it is an answer with status 200 and this body.
func (a *answer) good(body string) bool {
	return a.back && a.err == nil && a.status == 200 && a.body == body
}

// ask sends a request and waits half a day for the answer, or for somebody to accept it.
func ask(t *testing.T, client *http.Client, method, path string, body io.Reader) answer {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 12*time.Hour)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, "http://shop.test"+path, body)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(request)
	if err != nil {
		return answer{back: true, err: err, at: testkit.Elapsed()}
	}
	defer response.Body.Close()
	all, err := io.ReadAll(response.Body)
	return answer{true, response.StatusCode, string(all), err, testkit.Elapsed()}
}

func get(t *testing.T, client *http.Client, path string) answer {
	t.Helper()
	return ask(t, client, "GET", path, nil)
}

// getAt sends a request at an instant of the bubble, on a connection of its own. Look at the
// answer after settle.
func (here *site) getAt(t *testing.T, at time.Duration, path string) *answer {
	a := &answer{}
	client := here.fresh()
	go func() {
		testkit.SleepUntil(at)
		*a = get(t, client, path)
	}()
	return a
}

// fresh gives a client that opens a connection for each request and closes it afterwards.
func (here *site) fresh() *http.Client {
	transport := here.ln.Transport()
	transport.DisableKeepAlives = true
	return &http.Client{Transport: transport}
}

// taking gives a handler that takes so long and does not care about its context.
func taking(d time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(d)
		io.WriteString(w, "done")
	}
}

// byPath takes as long as the path says: /3s.
func byPath(w http.ResponseWriter, r *http.Request) {
	d, _ := time.ParseDuration(strings.TrimPrefix(r.URL.Path, "/"))
	time.Sleep(d)
	io.WriteString(w, "done")
}

// cancelledAt gives a context that is cancelled at that instant of the bubble.
func cancelledAt(parent context.Context, at time.Duration) context.Context {
	ctx, cancel := context.WithCancel(parent)
	time.AfterFunc(at-testkit.Elapsed(), cancel)
	return ctx
}

// settle lets time pass until that instant of the bubble, lets whoever can go on do so,
// and orders the caller after all of that.
func settle(at time.Duration) {
	testkit.SleepUntil(at)
	synctest.Wait()
}
