package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"fetch"
)

var errReset = errors.New("connection reset by the courier")

// Each of these may pass, and the second attempt shows that it did.
func TestWhatCanPassIsTriedAgain(t *testing.T) {
	for what, does := range map[string]reply{
		"status 429":                        {status: 429},
		"status 500":                        {status: 500},
		"status 502":                        {status: 502},
		"status 503":                        {status: 503},
		"status 504":                        {status: 504},
		"an error of the transport":         {fail: errReset},
		"a body that broke off":             {body: "in tran", breaks: io.ErrUnexpectedEOF},
		"an attempt that ran out of time":   {delay: 2*s + ms, fail: errReset},
		"a body that took more than it may": {pause: 2*s + ms, breaks: errReset},
	} {
		bubble(t, func(t *testing.T) {
			a := newAPI(does, reply{body: "in transit"})
			got := get(t.Context(), a, usual)
			if got.err != nil || got.body != "in transit" || len(a.attempts) != 2 {
				t.Errorf("after %s the API answers; %d attempts, and Get gave %q, %v", what, len(a.attempts), got.body, got.err)
			}
		})
	}
}

// The last attempt is the last: no wait after it, and its error is the one to report.
func TestDoGivesUpAfterTheLastAttempt(t *testing.T) {
	for attempts := 1; attempts <= 5; attempts++ {
		bubble(t, func(t *testing.T) {
			policy := usual
			policy.Attempts = attempts
			a := newAPI(reply{status: 502, delay: 10 * ms})
			got := get(t.Context(), a, policy)
			if len(a.attempts) != attempts {
				t.Fatalf("Attempts is %d, and there were %d", attempts, len(a.attempts))
			}
			var last *fetch.StatusError
			if !errors.As(got.err, &last) || last.Status != 502 {
				t.Errorf("the last of %d attempts got 502, and Get gave %q, %v", attempts, got.body, got.err)
			}
			if end := a.attempts[attempts-1].ended; got.at != end {
				t.Errorf("the last of %d attempts ended at %v, and Get came back at %v", attempts, end, got.at)
			}
		})
	}
}

func TestTheErrorIsThatOfTheLastAttempt(t *testing.T) {
	policy := usual
	policy.Attempts = 3
	bubble(t, func(t *testing.T) {
		got := get(t.Context(), newAPI(reply{status: 503}, reply{status: 429}, reply{status: 500}), policy)
		var last *fetch.StatusError
		if !errors.As(got.err, &last) || last.Status != 500 {
			t.Errorf("the attempts ended with 503, 429 and 500; Get gave %v", got.err)
		}
	})
	bubble(t, func(t *testing.T) {
		got := get(t.Context(), newAPI(reply{status: 503}, reply{status: 500}, reply{fail: errReset}), policy)
		if !errors.Is(got.err, errReset) {
			t.Errorf("the attempts ended with 503, 500 and an error of the transport; Get gave %v", got.err)
		}
	})
	bubble(t, func(t *testing.T) {
		got := get(t.Context(), newAPI(reply{status: 503}, reply{status: 500}, reply{breaks: io.ErrUnexpectedEOF}), policy)
		if !errors.Is(got.err, io.ErrUnexpectedEOF) {
			t.Errorf("the attempts ended with 503, 500 and half a body; Get gave %q, %v", got.body, got.err)
		}
	})
}

// An attempt that ran out of time has an error, too.
func TestTheErrorOfATimeOut(t *testing.T) {
	bubble(t, func(t *testing.T) {
		got := get(t.Context(), newAPI(reply{delay: time.Hour, fail: context.DeadlineExceeded}), once)
		if !errors.Is(got.err, context.DeadlineExceeded) {
			t.Errorf("the API hangs, and Get gave %q, %v", got.body, got.err)
		}
	})
}

// expectWaits compares the time between the end of each attempt and the beginning of the next.
func expectWaits(t *testing.T, a *api, want ...time.Duration) {
	t.Helper()
	if len(a.attempts) < 2 {
		t.Fatalf("%d attempts: there is no wait to be seen", len(a.attempts))
	}
	for i := range min(len(want), len(a.attempts)-1) {
		wait := a.attempts[i+1].began - a.attempts[i].ended
		if wait < want[i]/2 || wait > want[i] {
			t.Errorf("wait %d was %v, want %v, or down to half of it", i+1, wait, want[i])
		}
	}
}

func TestWaitsDoubleUpToTheLongest(t *testing.T) {
	bubble(t, func(t *testing.T) {
		a := newAPI(reply{status: 503, delay: 300 * ms})
		get(t.Context(), a, fetch.Policy{Timeout: 2 * s, Attempts: 8, Backoff: 100 * ms, MaxWait: 1500 * ms})
		expectWaits(t, a, 100*ms, 200*ms, 400*ms, 800*ms, 1500*ms, 1500*ms, 1500*ms)
	})
	bubble(t, func(t *testing.T) {
		a := newAPI(reply{status: 500})
		get(t.Context(), a, fetch.Policy{Timeout: 2 * s, Attempts: 3, Backoff: 10 * s, MaxWait: 4 * s})
		expectWaits(t, a, 4*s, 4*s)
	})
}

// So many that the doubling must stop somewhere.
func TestManyAttempts(t *testing.T) {
	bubble(t, func(t *testing.T) {
		a := newAPI(reply{status: 503})
		get(t.Context(), a, fetch.Policy{Timeout: 2 * s, Attempts: 150, Backoff: s, MaxWait: time.Hour})
		want := make([]time.Duration, 149)
		for i := range want {
			want[i] = min(s<<min(i, 20), time.Hour)
		}
		expectWaits(t, a, want...)
	})
}

// The second attempt comes when the API said, not before, and not noticeably later.
func TestRetryAfterIsObeyed(t *testing.T) {
	for _, test := range []struct {
		status int
		value  string
		due    time.Duration // the response comes at 400ms
	}{
		{429, "7", 7400 * ms},
		{503, "1", 1400 * ms},
		{503, "29", 29400 * ms},
		{429, "Sat, 01 Jan 2000 00:00:10 GMT", 10 * s},
		{503, "Sat, 01 Jan 2000 00:00:01 GMT", 1 * s},
	} {
		bubble(t, func(t *testing.T) {
			a := newAPI(reply{status: test.status, retryAfter: test.value, delay: 400 * ms}, reply{})
			get(t.Context(), a, usual)
			if len(a.attempts) != 2 {
				t.Fatalf("%d with Retry-After %q: %d attempts, want 2", test.status, test.value, len(a.attempts))
			}
			if at := a.attempts[1].began; at < test.due || at > test.due+ms {
				t.Errorf("%d with Retry-After %q at 400ms: the next attempt came at %v, want %v", test.status, test.value, at, test.due)
			}
		})
	}
}

// Nobody waits longer than MaxWait, and nobody asks before the time.
func TestRetryAfterTooLongMeansGivingUp(t *testing.T) {
	for _, value := range []string{"31", "3600", "Sat, 01 Jan 2000 00:00:32 GMT", "Sun, 02 Jan 2000 00:00:00 GMT"} {
		bubble(t, func(t *testing.T) {
			a := newAPI(reply{status: 503, retryAfter: value}, reply{})
			got := get(t.Context(), a, usual)
			if got.err == nil || len(a.attempts) != 1 || got.at != 0 {
				t.Errorf("Retry-After %q with MaxWait 30s: %d attempts, and Get came back at %v with %v",
					value, len(a.attempts), got.at, got.err)
			}
		})
	}
}

func TestRetryAfterThatMakesNoSenseIsIgnored(t *testing.T) {
	for _, value := range []string{"soon", "-5", "1.5", "7 seconds", "2000-01-01T00:00:10Z"} {
		bubble(t, func(t *testing.T) {
			a := newAPI(reply{status: 503, retryAfter: value}, reply{})
			get(t.Context(), a, usual)
			if len(a.attempts) != 2 {
				t.Fatalf("Retry-After %q: %d attempts, want 2", value, len(a.attempts))
			}
			expectWaits(t, a, 100*ms)
		})
	}
}

// The API may have done what it was asked, and only the answer got lost.
func TestAMethodThatIsNotIdempotentIsSentOnce(t *testing.T) {
	for _, method := range []string{"POST", "PATCH"} {
		for what, does := range map[string]reply{
			"503": {status: 503}, "429": {status: 429, retryAfter: "1"}, "an error": {fail: errReset},
			"half a body": {breaks: errReset}, "no answer": {delay: time.Hour, fail: errReset},
		} {
			bubble(t, func(t *testing.T) {
				a := newAPI(does, reply{})
				got := do(request(t, method, "two boxes"), a, usual)
				if len(a.attempts) != 1 || got.err == nil {
					t.Errorf("%s with %s: %d attempts, and Do gave %q, %v", method, what, len(a.attempts), got.body, got.err)
				}
			})
		}
	}
}

func TestAnIdempotencyKeyAllowsToRepeat(t *testing.T) {
	for _, method := range []string{"POST", "PATCH"} {
		bubble(t, func(t *testing.T) {
			r := request(t, method, "two boxes")
			r.Header.Set("Idempotency-Key", "order-12")
			a := newAPI(reply{status: 503}, reply{})
			if got := do(r, a, usual); got.err != nil || len(a.attempts) != 2 {
				t.Errorf("%s with Idempotency-Key: %d attempts, and Do gave %q, %v", method, len(a.attempts), got.body, got.err)
			}
			for i, at := range a.attempts {
				if at.header.Get("Idempotency-Key") != "order-12" {
					t.Errorf("attempt %d had the key %q", i+1, at.header.Get("Idempotency-Key"))
				}
			}
		})
	}
}

func TestIdempotentMethodsAreRepeated(t *testing.T) {
	for _, method := range []string{"GET", "HEAD", "OPTIONS", "PUT", "DELETE"} {
		bubble(t, func(t *testing.T) {
			a := newAPI(reply{status: 503}, reply{})
			if got := do(request(t, method, ""), a, usual); got.err != nil || len(a.attempts) != 2 {
				t.Errorf("%s: %d attempts, and Do gave %q, %v", method, len(a.attempts), got.body, got.err)
			}
		})
	}
}

// Whatever became of the body before, each attempt sends all of it.
func TestEveryAttemptSendsTheWholeBody(t *testing.T) {
	const order = "40 boxes of tea, to be picked up on Monday"
	bubble(t, func(t *testing.T) {
		a := newAPI(reply{status: 503}, reply{fail: errReset, hangup: true}, reply{delay: 3 * s}, reply{})
		r := request(t, "PUT", order)
		r.Header.Set("Content-Type", "text/plain")
		do(r, a, usual)
		if len(a.attempts) < 2 {
			t.Fatalf("%d attempts: nothing was repeated", len(a.attempts))
		}
		for i, at := range a.attempts {
			if i == 1 {
				continue // the API hung up in the middle
			}
			if at.sent != order {
				t.Errorf("attempt %d sent %q, want %q", i+1, at.sent, order)
			}
			if at.method != "PUT" || at.url != parcel || at.header.Get("Content-Type") != "text/plain" {
				t.Errorf("attempt %d was %s %s with Content-Type %q", i+1, at.method, at.url, at.header.Get("Content-Type"))
			}
		}
	})
}

// A stream that is gone when it has been read.
type stream struct{ io.Reader }

func (stream) Close() error { return nil }

func TestABodyThatIsGoneIsSentOnce(t *testing.T) {
	for what, does := range map[string]reply{"503": {status: 503}, "an error": {fail: errReset}} {
		bubble(t, func(t *testing.T) {
			reader, writer := io.Pipe()
			go func() {
				fmt.Fprint(writer, "a photograph of the box")
				writer.Close()
			}()
			r := request(t, "PUT", "")
			r.Body = stream{reader}
			a := newAPI(does, reply{})
			got := do(r, a, usual)
			if len(a.attempts) != 1 || got.err == nil {
				t.Fatalf("a body that cannot be had again, and %s: %d attempts, and Do gave %q, %v", what, len(a.attempts), got.body, got.err)
			}
			if sent := a.attempts[0].sent; sent != "a photograph of the box" {
				t.Errorf("the attempt sent %q", sent)
			}
		})
	}
}
