package clientlimit_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"assay.test/testkit"
	"clientlimit"
)

const (
	ms = time.Millisecond
	s  = time.Second
)

// bubble runs a test in virtual time. What the limiter leaves behind costs the
// criterion "leak", which has a test of its own.
var bubble = testkit.LenientBubble

// byName is the Key of most tests.
func byName(r *http.Request) string { return r.Header.Get("X-Api-Key") }

func limiter(rate float64, burst int, ttl time.Duration) *clientlimit.Limiter {
	return clientlimit.New(clientlimit.Config{Rate: rate, Burst: burst, TTL: ttl, Key: byName})
}

func request(client string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/departures", nil)
	r.Header.Set("X-Api-Key", client)
	return r
}

// passed is what the handler behind the middleware says: a code that nobody else would use.
const passed = http.StatusAlreadyReported

var departures = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(passed) })

// get sends a request of that client, and tells whether it came through. How one is
// refused that does not is for other tests.
func get(h http.Handler, client string) bool {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, request(client))
	return w.Code == passed
}

// drain takes what the client has left, and gives how much that was. It stops at
// two hundred, which no test's bucket holds.
func drain(h http.Handler, client string) int {
	for n := range 200 {
		if !get(h, client) {
			return n
		}
	}
	return 200
}

func expectTokens(t *testing.T, h http.Handler, client string, want int) {
	t.Helper()
	if got := drain(h, client); got != want {
		t.Errorf("at %v the client had %d requests left, want %d", testkit.Elapsed(), got, want)
	}
}
