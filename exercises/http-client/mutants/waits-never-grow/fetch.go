// Package fetch is an HTTP client for APIs that hang, stumble and ask for patience.
//
// Each attempt runs under a context of its own, made from that of the request, and is
// over when its body has been read. What is known about a failure, and so whether and when to try
// again, is kept in one value.
package fetch

import (
	"context"
	"fmt"
	"io"
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

// Client sends requests by its policy. It never changes after New.
type Client struct {
	transport http.RoundTripper
	policy    Policy
}

// New gives a client that sends everything through transport.
func New(transport http.RoundTripper, policy Policy) *Client {
	return &Client{transport, policy}
}

// Get asks for url and gives the body of the answer.
func (c *Client) Get(ctx context.Context, url string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	return c.Do(req)
}

// failure is an attempt that was not answered.
type failure struct {
	err   error
	final bool          // another attempt would end in the same way
	told  bool          // the server said how long to wait...
	wait  time.Duration // ...and it was so long
}

// Do sends the request, again if need be, and gives the body of the answer.
func (c *Client) Do(req *http.Request) ([]byte, error) {
	ctx := req.Context()
	backoff := min(c.policy.Backoff, c.policy.MaxWait)
	for attempt := 1; ; attempt++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		body, failed := c.attempt(req, attempt)
		if failed == nil {
			return body, nil
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		wait := backoff
		if failed.told {
			wait = failed.wait
		}
		if failed.final || attempt == c.policy.Attempts || !repeatable(req) || wait > c.policy.MaxWait {
			return nil, fmt.Errorf("attempt %d: %w", attempt, failed.err)
		}
		if err := sleep(ctx, wait); err != nil {
			return nil, err
		}
		backoff = min(backoff, c.policy.MaxWait)
	}
}

// attempt makes one attempt and gives the body of the answer, or says why there is none.
func (c *Client) attempt(original *http.Request, number int) ([]byte, *failure) {
	ctx, cancel := context.WithTimeout(original.Context(), c.policy.Timeout)
	defer cancel() // not before the body has been read
	req := original.Clone(ctx)
	if number > 1 && original.GetBody != nil {
		body, err := original.GetBody()
		if err != nil {
			return nil, &failure{err: err, final: true}
		}
		req.Body = body
	}
	resp, err := c.transport.RoundTrip(req)
	if err != nil {
		return nil, &failure{err: err}
	}
	defer resp.Body.Close()
	switch status := resp.StatusCode; {
	case status >= 200 && status < 300:
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			return nil, &failure{err: err}
		}
		return body, nil
	case status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable:
		wait, told := retryAfter(resp.Header.Get("Retry-After"))
		return nil, &failure{err: &StatusError{status}, told: told, wait: wait}
	default:
		return nil, &failure{err: &StatusError{status}, final: status < 500}
	}
}

// repeatable tells whether the request may be sent twice, and can be.
func repeatable(req *http.Request) bool {
	if req.Body != nil && req.Body != http.NoBody && req.GetBody == nil {
		return false
	}
	switch req.Method {
	case "", http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodPut, http.MethodDelete:
		return true
	}
	return req.Header.Get("Idempotency-Key") != ""
}

// retryAfter reads the header of that name: seconds, or a date.
func retryAfter(value string) (time.Duration, bool) {
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second, true
	}
	if date, err := http.ParseTime(value); err == nil {
		return time.Until(date), true
	}
	return 0, false
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
