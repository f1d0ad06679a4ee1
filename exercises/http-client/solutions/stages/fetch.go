// Package fetch is an HTTP client for APIs that hang, stumble and ask for patience.
//
// It is an http.Client, whose Timeout covers the body too, between two parts that know
// nothing of HTTP connections: a schedule that yields the instants of attempts, and a verdict on
// what came back.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"net/http"
	"slices"
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
	http   http.Client
	policy Policy
}

// New gives a client that sends everything through transport.
func New(transport http.RoundTripper, policy Policy) *Client {
	return &Client{http.Client{Transport: transport, Timeout: policy.Timeout}, policy}
}

// Get asks for url and gives the body of the answer.
func (c *Client) Get(ctx context.Context, url string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	return c.Do(req)
}

// Do sends the request, again if need be, and gives the body of the answer.
func (c *Client) Do(req *http.Request) ([]byte, error) {
	s := schedule{policy: c.policy}
	if !idempotent(req) || !replayable(req) {
		s.policy.Attempts = 1
	}
	var body []byte
	var err error
	for range s.attempts(req.Context()) {
		body, err = c.once(req, &s)
		if err == nil {
			return body, nil
		}
		if req.GetBody != nil {
			again, bodyErr := req.GetBody()
			if bodyErr != nil {
				return nil, errors.Join(err, bodyErr)
			}
			req = req.Clone(req.Context())
			req.Body = again
		}
	}
	if ended := req.Context().Err(); ended != nil {
		return nil, ended
	}
	return nil, err
}

// once makes an attempt and tells the schedule what it learned.
func (c *Client) once(req *http.Request, s *schedule) ([]byte, error) {
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode/100 == 2 {
		return io.ReadAll(resp.Body)
	}
	switch code := resp.StatusCode; {
	case code == http.StatusTooManyRequests, code == http.StatusServiceUnavailable:
		s.obey(resp.Header.Get("Retry-After"))
	case code < 500:
		s.over = true
	}
	return nil, &StatusError{resp.StatusCode}
}

// idempotent tells whether sending the request twice does what sending it once does.
func idempotent(req *http.Request) bool {
	safe := []string{"", "GET", "HEAD", "OPTIONS", "PUT", "DELETE"}
	return slices.Contains(safe, req.Method) || req.Header.Get("Idempotency-Key") != ""
}

// replayable tells whether there is no body, or one that can be had again.
func replayable(req *http.Request) bool {
	return req.Body == nil || req.Body == http.NoBody || req.GetBody != nil
}

// A schedule says when the next attempt is due, if any.
type schedule struct {
	policy Policy
	made   int
	over   bool
	told   *time.Time // the server named this instant, for the next attempt only
}

// attempts yields once for each attempt, when it is due, and ends with the last one
// or with ctx.
func (s *schedule) attempts(ctx context.Context) iter.Seq[int] {
	return func(yield func(int) bool) {
		for s.made = 1; ctx.Err() == nil; s.made++ {
			if !yield(s.made) || s.over || s.made >= s.policy.Attempts {
				return
			}
			wait := s.pause()
			if wait > s.policy.MaxWait {
				return
			}
			select {
			case <-time.After(wait):
			case <-ctx.Done():
			}
		}
	}
}

// pause is how long to wait now that the attempts made have failed.
func (s *schedule) pause() time.Duration {
	if told := s.told; told != nil {
		s.told = nil
		return time.Until(*told)
	}
	longest := s.policy.Backoff
	for i := 1; i < s.made && longest < s.policy.MaxWait; i++ {
		longest *= 2
	}
	longest = min(longest, s.policy.MaxWait)
	return longest - rand.N(longest/2+1)
}

// obey notes what the header Retry-After says, if that can be understood.
func (s *schedule) obey(header string) {
	if seconds, err := strconv.Atoi(header); err == nil && seconds >= 0 {
		at := time.Now().Add(time.Duration(min(seconds, 1<<31)) * time.Second)
		s.told = &at
	} else if at, err := http.ParseTime(header); err == nil {
		s.told = &at
	}
}
