// Package fetch is an HTTP client for APIs that hang, stumble and ask for patience.
//
// What is known about time and repetition sits in a stack of RoundTrippers: limited gives
// each exchange its limit and reads the body within it, persistent repeats. The client on top only
// turns a response into a body or an error.
package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// Policy says how long to wait, and how often to try.
type Policy struct {
	Timeout  time.Duration // of one attempt, until its body has been read
	Attempts int           // at most so many, the first included
	Backoff  time.Duration // before the second attempt; doubles with each further one
	MaxWait  time.Duration // no wait between attempts is longer
}

// StatusError is the error of an attempt that was answered with a status other than 2xx.
type StatusError struct {
	Status int // 404, say
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("fetch: status %d %s", e.Status, http.StatusText(e.Status))
}

// Client sends requests by its policy.
type Client struct {
	transport http.RoundTripper
}

// New gives a client that sends everything through transport.
func New(transport http.RoundTripper, policy Policy) *Client {
	return &Client{persistent{limited{transport, policy.Timeout}, policy}}
}

// Get asks for url and gives the body of the answer.
func (c *Client) Get(ctx context.Context, url string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return nil, err
	}
	return c.Do(req)
}

// Do sends the request, again if need be, and gives the body of the answer.
func (c *Client) Do(req *http.Request) ([]byte, error) {
	resp, err := c.transport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if !success(resp.StatusCode) {
		return nil, &StatusError{resp.StatusCode}
	}
	return io.ReadAll(resp.Body) // from memory
}

// limited makes one exchange within a limit. The body of its response is in memory, that of
// an error is empty.
type limited struct {
	next  http.RoundTripper
	limit time.Duration
}

// exchange is what became of a RoundTrip that runs in a goroutine of its own.
type exchange struct {
	resp *http.Response
	err  error
}

func (l limited) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(req.Context(), l.limit)
	defer cancel()
	done := make(chan exchange, 1)
	go func() {
		resp, err := l.exchange(req.Clone(ctx))
		done <- exchange{resp, err}
	}()
	select {
	case e := <-done:
		return e.resp, e.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l limited) exchange(req *http.Request) (*http.Response, error) {
	resp, err := l.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var content bytes.Buffer
	if success(resp.StatusCode) {
		if _, err := content.ReadFrom(resp.Body); err != nil {
			return nil, err
		}
	}
	resp.Body = io.NopCloser(&content)
	return resp, nil
}

func success(status int) bool { return 200 <= status && status <= 299 }

// persistent repeats what failed.
type persistent struct {
	next   http.RoundTripper
	policy Policy
}

var errTooLong = errors.New("fetch: longer than the longest wait")

func (p persistent) RoundTrip(req *http.Request) (*http.Response, error) {
	left := p.policy.Attempts
	if !mayRepeat(req) {
		left = 1
	}
	next := min(p.policy.Backoff, p.policy.MaxWait)
	for {
		if err := req.Context().Err(); err != nil {
			return nil, err
		}
		resp, err := p.next.RoundTrip(req)
		left--
		if ended := req.Context().Err(); ended != nil {
			return nil, ended
		}
		if left == 0 || err == nil && resp.StatusCode != 429 && resp.StatusCode < 500 {
			return resp, err
		}
		wait, hint := p.hint(resp)
		switch {
		case errors.Is(hint, errTooLong):
			return resp, err
		case hint != nil:
			wait = next - time.Duration(rand.Float64()*float64(next)/2)
		}
		if req, err = again(req); err != nil {
			return nil, err
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-req.Context().Done():
			timer.Stop()
		}
		if next > p.policy.MaxWait/2 {
			next = p.policy.MaxWait
		} else {
			next *= 2
		}
	}
}

// hint is how long the server asks to wait, or an error if it does not.
func (p persistent) hint(resp *http.Response) (wait time.Duration, err error) {
	if resp == nil || resp.StatusCode != 429 && resp.StatusCode != 503 {
		return 0, errors.New("not asked")
	}
	header := resp.Header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(header, 10, 64); err == nil {
		if seconds > uint64(p.policy.MaxWait/time.Second) {
			return 0, errTooLong
		}
		return time.Duration(seconds) * time.Second, nil
	}
	date, err := http.ParseTime(header)
	if err != nil {
		return 0, err
	}
	if wait = time.Until(date); wait > p.policy.MaxWait {
		return 0, errTooLong
	}
	return wait, nil
}

func mayRepeat(req *http.Request) bool {
	if req.Body != nil && req.Body != http.NoBody && req.GetBody == nil {
		return false
	}
	switch req.Method {
	case "GET", "HEAD", "OPTIONS", "PUT", "DELETE", "":
		return true
	default:
		_, has := req.Header["Idempotency-Key"]
		return has
	}
}

// again gives the request with a body that nobody has read.
func again(req *http.Request) (*http.Request, error) {
	if req.GetBody == nil {
		return req, nil
	}
	body, err := req.GetBody()
	if err != nil {
		return nil, err
	}
	fresh := req.WithContext(req.Context())
	fresh.Body = body
	return fresh, nil
}
