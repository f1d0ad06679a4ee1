package clientlimit_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"assay.test/testkit"
	"clientlimit"
)

// refused drains a client's bucket, waits, sends one more request, and gives its answer
// and whether it was handed on.
func refused(l *clientlimit.Limiter, wait time.Duration) (answer *http.Response, called bool) {
	h := l.Middleware(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		called = true
		w.WriteHeader(passed)
	}))
	drain(h, "ada")
	time.Sleep(wait)
	called = false
	w := httptest.NewRecorder()
	h.ServeHTTP(w, request("ada"))
	return w.Result(), called
}

func TestARefusalIsA429(t *testing.T) {
	bubble(t, func(t *testing.T) {
		answer, called := refused(limiter(1, 3, time.Minute), 0)
		if answer.StatusCode != http.StatusTooManyRequests {
			t.Errorf("a request without a token got %d, want %d", answer.StatusCode, http.StatusTooManyRequests)
		}
		if called {
			t.Error("a request without a token was handed on")
		}
		if now := testkit.Elapsed(); now != 0 {
			t.Errorf("the refusal took %v", now)
		}
	})
}

// What a client receives counts, not what was put into the header after it had been sent.
func TestRetryAfterIsTheTimeToTheNextToken(t *testing.T) {
	for _, c := range []struct {
		rate float64
		wait time.Duration
		want string
	}{
		{0.1, 2500 * ms, "8"}, // 7.5 s
		{0.1, 200 * ms, "10"}, // 9.8 s
		{0.4, 0, "3"},         // 2.5 s
		{0.4, 2200 * ms, "1"}, // 0.3 s
		{4, 0, "1"},           // 0.25 s
		{0.01, 400 * ms, "100"},
	} {
		bubble(t, func(t *testing.T) {
			answer, _ := refused(limiter(c.rate, 3, time.Hour), c.wait)
			if got := answer.Header.Get("Retry-After"); got != c.want {
				t.Errorf("rate %v, %v after the last token was taken: Retry-After is %q, want %q", c.rate, c.wait, got, c.want)
			}
		})
	}
}
