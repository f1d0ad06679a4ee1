package clientlimit_test

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"assay.test/testkit"
)

// While one request is being handled, others come through and Len answers.
func TestNobodyWaitsForAHandler(t *testing.T) {
	bubble(t, func(t *testing.T) {
		l := limiter(1, 3, time.Minute)
		gate, ended := make(chan struct{}), make(chan struct{})
		slow := l.Middleware(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-gate }))
		fast := l.Middleware(departures)
		go func() {
			defer close(ended)
			get(slow, "ada")
		}()
		testkit.Quiesce()
		same := testkit.Finishes(func() { get(fast, "ada") })
		other := testkit.Finishes(func() { get(fast, "grace") })
		length := testkit.Finishes(func() { l.Len() })
		close(gate)
		<-ended
		if !same || !other || !length {
			t.Errorf("while a request was being handled: did another one of that client end? %v. One of another client? %v. Len? %v.",
				same, other, length)
		}
	})
}

func TestNothingRaces(t *testing.T) {
	const ttl = 5 * s
	bubble(t, func(t *testing.T) {
		l := limiter(1, 3, ttl)
		h := l.Middleware(departures)
		from := func(client string) func() { return func() { get(h, client) } }
		later := func(d time.Duration, f func()) func() {
			return func() { time.Sleep(d); f() }
		}
		count := func() { l.Len() }
		testkit.InTurn(from("ada"), from("ada"), from("grace"), count, from("ada"), from("ada"), count)
		testkit.InTurn(later(s, from("ada")), later(2*s, from("grace")), later(3*s, count))
		testkit.InTurn(later(2*ttl+s, from("emmy")), later(2*ttl+2*s, from("ada")), later(2*ttl+3*s, count))
	})
}

// Requests of a client that is new arrive together, and then those of the next one.
// The bubble's clock stands still while somebody runs, so each client gets exactly the one
// token of its burst.
func TestNoTokenIsGivenTwice(t *testing.T) {
	TestNothingRaces(t) // it ends this test too if there is a race
	bubble(t, func(t *testing.T) {
		row := row{handler: limiter(1, 1, time.Hour).Middleware(departures)}
		testkit.Contend(200, row.step)
		for i := range min(int(row.current.Load()), clients) {
			given := 0
			for who := range row.given {
				given += row.given[who][i]
			}
			if given > 1 {
				t.Fatalf("a new client with a burst of 1 was given %d tokens", given)
			}
		}
	})
}

const clients = 5000

// A row of clients: the contenders send a request of each in turn.
type row struct {
	handler  http.Handler
	current  atomic.Int64
	requests [clients]atomic.Pointer[http.Request]
	given    [testkit.Contenders][clients]int
}

func (r *row) step(who, _ int) {
	at := r.current.Load()
	if at == clients {
		return // long enough
	}
	if r.requests[at].Load() == nil {
		r.requests[at].CompareAndSwap(nil,
			&http.Request{Method: http.MethodGet, Header: http.Header{"X-Api-Key": {name(int(at))}}})
	}
	w := httptest.ResponseRecorder{}
	r.handler.ServeHTTP(&w, r.requests[at].Load())
	if w.Code == passed {
		r.given[who][at]++
	} else {
		r.current.CompareAndSwap(at, at+1)
	}
}

func TestNothingKeepsRunning(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		l := limiter(1, 3, 10*s)
		h := l.Middleware(departures)
		if !get(h, "ada") {
			t.Error("a first request did not come through")
		}
		time.Sleep(time.Minute)
		drain(h, "grace")
		l.Len()
	})
}
