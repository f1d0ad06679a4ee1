package fetch_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"assay.test/testkit"
	"fetch"
)

const (
	ms = time.Millisecond
	s  = time.Second

	parcel = "https://api.courier.test/parcels/4711"
)

// bubble runs a test in virtual time. What a client leaves behind costs the criterion
// "leak", which has a test of its own.
var bubble = testkit.LenientBubble

// usual is a policy for tests that are about something else; once makes a single attempt.
var (
	usual = fetch.Policy{Timeout: 2 * s, Attempts: 4, Backoff: 100 * ms, MaxWait: 30 * s}
	once  = fetch.Policy{Timeout: 2 * s, Attempts: 1, Backoff: 100 * ms, MaxWait: 30 * s}
)

// A reply is what the courier's API does with one attempt. The zero value is an answer
// with status 200 and the body "ok", at once.
type reply struct {
	delay      time.Duration // until there is a response, or the error
	fail       error         // in place of a response
	hangup     bool          // with fail: only half of the request's body was read
	status     int
	retryAfter string
	body       string
	pause      time.Duration // in the middle of the body
	breaks     error         // in place of the second half of the body
}

// An attempt is what the API saw of one.
type attempt struct {
	method, url string
	header      http.Header
	sent        string        // the request's body
	began       time.Duration // when the transport got it
	ended       time.Duration // when the transport returned
	cut         time.Duration // when its context ended, if the API was not done by then
	open        int           // bodies of earlier attempts that were still open when it began
	body        *body         // nil if there was no response
}

// An api is a transport that plays replies, the last of them again and again. It locks, so
// tests for races use another one.
type api struct {
	mu       sync.Mutex
	replies  []reply
	attempts []*attempt
}

func newAPI(replies ...reply) *api { return &api{replies: replies} }

// tooMany attempts are answered with 200, so that a client that never gives up ends.
const tooMany = 300

func (a *api) RoundTrip(r *http.Request) (*http.Response, error) {
	at, does := a.begin(r)
	if r.Body != nil {
		defer r.Body.Close()
		if does.hangup {
			io.CopyN(io.Discard, r.Body, r.ContentLength/2)
		} else {
			sent, _ := io.ReadAll(r.Body)
			at.sent = string(sent)
		}
	}
	defer func() { at.ended = testkit.Elapsed() }()
	if err := at.pass(r.Context(), does.delay); err != nil {
		return nil, err
	}
	if does.fail != nil {
		return nil, does.fail
	}
	response := &http.Response{
		StatusCode: does.status, Status: http.StatusText(does.status),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"text/plain"}}, ContentLength: -1,
		Request: r,
	}
	if does.retryAfter != "" {
		response.Header.Set("Retry-After", does.retryAfter)
	}
	half := len(does.body) / 2
	opened := &body{ctx: r.Context(), at: at, does: does, halves: [2]*strings.Reader{
		strings.NewReader(does.body[:half]), strings.NewReader(does.body[half:])}}
	a.mu.Lock()
	defer a.mu.Unlock()
	at.body = opened
	response.Body = opened
	return response, nil
}

func (a *api) begin(r *http.Request) (*attempt, reply) {
	a.mu.Lock()
	defer a.mu.Unlock()
	at := &attempt{method: r.Method, url: r.URL.String(), header: r.Header.Clone(), began: testkit.Elapsed()}
	for _, earlier := range a.attempts {
		if earlier.body != nil && !earlier.body.closed.Load() {
			at.open++
		}
	}
	does := a.replies[min(len(a.attempts), len(a.replies)-1)]
	if len(a.attempts) > tooMany {
		does = reply{}
	}
	a.attempts = append(a.attempts, at)
	if does.status == 0 {
		does.status = 200
	}
	if does.body == "" {
		does.body = "ok"
	}
	return at, does
}

// pass lets time pass, or gives the error of ctx and notes when it ended.
func (at *attempt) pass(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	if ctx.Err() == nil {
		select {
		case <-timer.C:
			return nil
		case <-ctx.Done():
		}
	}
	at.cut = testkit.Elapsed()
	return ctx.Err()
}

// A body comes in two halves. What has come can be read; what has not, can be waited for
// until the request's context ends.
type body struct {
	ctx    context.Context
	at     *attempt
	does   reply
	halves [2]*strings.Reader
	paused bool
	closed atomic.Bool // an attempt that was given up may still end, while the next one begins
}

func (b *body) Read(p []byte) (int, error) {
	if b.closed.Load() {
		return 0, http.ErrBodyReadAfterClose
	}
	if b.halves[0].Len() > 0 {
		return b.halves[0].Read(p)
	}
	if !b.paused && b.does.pause > 0 {
		if err := b.at.pass(b.ctx, b.does.pause); err != nil {
			return 0, err
		}
	}
	b.paused = true
	if b.does.breaks != nil {
		return 0, b.does.breaks
	}
	return b.halves[1].Read(p)
}

func (b *body) Close() error {
	b.closed.Store(true)
	return nil
}

// An outcome is what Do gave, and when.
type outcome struct {
	body string
	err  error
	at   time.Duration
}

func get(ctx context.Context, a *api, policy fetch.Policy) outcome {
	body, err := fetch.New(a, policy).Get(ctx, parcel)
	return outcome{string(body), err, settled()}
}

func do(r *http.Request, a *api, policy fetch.Policy) outcome {
	body, err := fetch.New(a, policy).Do(r)
	return outcome{string(body), err, settled()}
}

// settled gives the time, and returns when a transport that Do did not wait for has seen that
// its context has ended, and noted it.
func settled() time.Duration {
	now := testkit.Elapsed()
	synctest.Wait()
	return now
}

// request makes one with the body, from which GetBody can make another, and none if it is "".
func request(t *testing.T, method, body string) *http.Request {
	t.Helper()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, parcel, reader)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// cancelledAt gives a context that is cancelled at that instant of the bubble.
func cancelledAt(parent context.Context, at time.Duration) context.Context {
	ctx, cancel := context.WithCancel(parent)
	time.AfterFunc(at-testkit.Elapsed(), cancel)
	return ctx
}
