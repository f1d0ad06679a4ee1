package fetch_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fetch"
)

// These tests are yours: run them with `go test -race`, change them, add to them.
// They are a beginning. The hidden tests check everything that README.md says.
//
// They run in bubbles of testing/synctest, in which time is virtual: a minute of
// waiting takes no time at all, and every instant is exact.

var policy = fetch.Policy{Timeout: 2 * time.Second, Attempts: 3, Backoff: 100 * time.Millisecond, MaxWait: time.Second}

// roundTrip is a transport made of a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func response(status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
}

func TestGetGivesTheBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := fetch.New(roundTrip(func(r *http.Request) (*http.Response, error) {
			return response(200, "in transit"), nil
		}), policy)
		body, err := client.Get(t.Context(), "https://api.courier.test/parcels/4711")
		if string(body) != "in transit" || err != nil {
			t.Errorf("Get gave %q, %v", body, err)
		}
	})
}

func TestASecondAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		attempts := 0
		client := fetch.New(roundTrip(func(r *http.Request) (*http.Response, error) {
			attempts++
			if attempts == 1 {
				return response(503, "try later"), nil
			}
			return response(200, "in transit"), nil
		}), policy)
		body, err := client.Get(t.Context(), "https://api.courier.test/parcels/4711")
		if string(body) != "in transit" || err != nil {
			t.Errorf("Get gave %q, %v", body, err)
		}
	})
}

func TestAnAttemptHasALimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		once := policy
		once.Attempts = 1
		client := fetch.New(roundTrip(func(r *http.Request) (*http.Response, error) {
			select {
			case <-r.Context().Done():
				return nil, r.Context().Err()
			case <-time.After(time.Hour):
				return response(200, "at last"), nil
			}
		}), once)
		start := time.Now()
		_, err := client.Get(t.Context(), "https://api.courier.test/parcels/4711")
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Get gave %v", err)
		}
		if took := time.Since(start); took != 2*time.Second {
			t.Errorf("Get took %v, with a limit of 2 seconds", took)
		}
	})
}

func TestNoParcelIsNoReasonToAskAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		attempts := 0
		client := fetch.New(roundTrip(func(r *http.Request) (*http.Response, error) {
			attempts++
			return response(404, "no such parcel"), nil
		}), policy)
		_, err := client.Get(t.Context(), "https://api.courier.test/parcels/4711")
		var status *fetch.StatusError
		if !errors.As(err, &status) || status.Status != 404 {
			t.Errorf("Get gave %v", err)
		}
		if attempts != 1 {
			t.Errorf("%d attempts for a parcel that does not exist", attempts)
		}
	})
}
