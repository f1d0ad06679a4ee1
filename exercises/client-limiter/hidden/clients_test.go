package clientlimit_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"clientlimit"
)

func TestEachClientHasItsOwnBucket(t *testing.T) {
	bubble(t, func(t *testing.T) {
		h := limiter(1, 3, time.Minute).Middleware(departures)
		expectTokens(t, h, "ada", 3)
		expectTokens(t, h, "grace", 3)
		time.Sleep(1001 * ms)
		expectTokens(t, h, "grace", 1)
		expectTokens(t, h, "ada", 1)
		expectTokens(t, h, "", 3) // a name like any other
	})
}

// A client's bucket is the same behind every handler of one limiter, and another
// one at another limiter.
func TestHandlersOfOneLimiterShareTheBuckets(t *testing.T) {
	bubble(t, func(t *testing.T) {
		l, other := limiter(1, 5, time.Minute), limiter(1, 5, time.Minute)
		for range 3 {
			get(l.Middleware(departures), "ada")
		}
		expectTokens(t, l.Middleware(departures), "ada", 2)
		expectTokens(t, other.Middleware(departures), "ada", 5)
	})
}

// Behind a limiter without a Key the port makes no new client, and headers make none.
func TestWithoutAKeyTheAddressCounts(t *testing.T) {
	bubble(t, func(t *testing.T) {
		h := clientlimit.New(clientlimit.Config{Rate: 1, Burst: 2, TTL: time.Minute}).Middleware(departures)
		for i, c := range []struct {
			address, forwarded string
			passes             bool
		}{
			{"203.0.113.7:1001", "", true},
			{"203.0.113.7:1002", "", true},
			{"203.0.113.7:1003", "", false},
			{"203.0.113.8:1001", "", true},
			{"203.0.113.7:1004", "198.51.100.1", false},
		} {
			w, r := httptest.NewRecorder(), request("ada")
			r.RemoteAddr = c.address
			if c.forwarded != "" {
				r.Header.Set("X-Forwarded-For", c.forwarded)
			}
			h.ServeHTTP(w, r)
			if passes := w.Code == passed; passes != c.passes {
				t.Errorf("request %d, from %s: did it come through? %v", i+1, c.address, passes)
			}
		}
	})
}

func TestRemoteIP(t *testing.T) {
	for address, want := range map[string]string{
		"203.0.113.7:51234":  "203.0.113.7",
		"[2001:db8::7]:443":  "2001:db8::7",
		"[2001:db8::7]:8080": "2001:db8::7",
		"203.0.113.7":        "203.0.113.7",
		"2001:db8::7":        "2001:db8::7",
		"@":                  "@", // of a Unix socket
		"":                   "",
	} {
		r := request("ada")
		r.RemoteAddr = address
		for _, header := range []string{"X-Forwarded-For", "X-Real-Ip", "Forwarded"} {
			r.Header.Set(header, "198.51.100.1")
		}
		if got := clientlimit.RemoteIP(r); got != want {
			t.Errorf("RemoteAddr %q: RemoteIP gives %q, want %q", address, got, want)
		}
	}
}

// The handler gets what came in, once, and nobody but the handler writes the answer.
func TestNextGetsTheRequestAsItIs(t *testing.T) {
	bubble(t, func(t *testing.T) {
		l := limiter(1, 5, time.Minute)
		w, r := httptest.NewRecorder(), request("ada")
		calls := 0
		l.Middleware(http.HandlerFunc(func(gotW http.ResponseWriter, gotR *http.Request) {
			calls++
			if gotW != http.ResponseWriter(w) {
				t.Errorf("next got another ResponseWriter, a %T", gotW)
			}
			if gotR != r {
				t.Error("next got another *Request")
			}
			gotW.Header().Set("X-Platform", "3")
			gotW.WriteHeader(passed)
			gotW.Write([]byte("10:04"))
		})).ServeHTTP(w, r)
		if calls != 1 {
			t.Errorf("next was called %d times", calls)
		}
		answer := w.Result()
		if answer.StatusCode != passed || w.Body.String() != "10:04" {
			t.Errorf("the answer is %d %q; next wrote %d and 10:04", answer.StatusCode, w.Body, passed)
		}
		if len(answer.Header) != 1 || answer.Header.Get("X-Platform") != "3" {
			t.Errorf("the header is %v, and next set only X-Platform", answer.Header)
		}
	})
}
