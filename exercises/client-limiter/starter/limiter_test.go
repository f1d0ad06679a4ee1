package clientlimit

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"
)

// Run these with `go test -race`. They are a beginning, and show how to test in
// virtual time: the clock of a bubble moves only when all its goroutines wait.

func apiKey(r *http.Request) string { return r.Header.Get("X-Api-Key") }

// get sends a request of that client to h, and gives the answer.
func get(h http.Handler, client string) *http.Response {
	r := httptest.NewRequest(http.MethodGet, "/departures", nil)
	r.Header.Set("X-Api-Key", client)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

var departures = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	w.Write([]byte("10:04 platform 3\n"))
})

func TestABurstAndNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(Config{Rate: 0.4, Burst: 2, TTL: time.Minute, Key: apiKey})
		h := l.Middleware(departures)
		for range 2 {
			if code := get(h, "ada").StatusCode; code != http.StatusOK {
				t.Errorf("one of two requests got %d", code)
			}
		}
		answer := get(h, "ada")
		if code := answer.StatusCode; code != http.StatusTooManyRequests {
			t.Errorf("the third request got %d", code)
		}
		if after := answer.Header.Get("Retry-After"); after != "3" {
			t.Errorf("Retry-After is %q, and the next token comes in two and a half seconds", after)
		}
		if code := get(h, "grace").StatusCode; code != http.StatusOK {
			t.Errorf("another client got %d", code)
		}
		time.Sleep(2501 * time.Millisecond)
		if code := get(h, "ada").StatusCode; code != http.StatusOK {
			t.Errorf("when there was a token again, a request got %d", code)
		}
	})
}

func TestClientsAreCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(Config{Rate: 1, Burst: 2, TTL: time.Minute, Key: apiKey})
		h := l.Middleware(departures)
		get(h, "ada")
		get(h, "grace")
		get(h, "ada")
		if n := l.Len(); n != 2 {
			t.Errorf("Len is %d, and there were two clients", n)
		}
	})
}

func TestRemoteIP(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.RemoteAddr = "203.0.113.7:51234"
	if ip := RemoteIP(r); ip != "203.0.113.7" {
		t.Errorf("a request from %s comes from %q", r.RemoteAddr, ip)
	}
}
