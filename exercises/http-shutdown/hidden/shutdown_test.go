package server_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"assay.test/testkit"
	"server"
)

// In these tests the shutdown begins at 10s, and the drain takes 5s unless they say otherwise.

// The load balancer asks on a connection that it has kept, and on new ones. Nothing but time
// orders it after the shutdown.
func TestNotReadyOnceTheShutdownHasBegun(t *testing.T) {
	bubble(t, func(t *testing.T) {
		here := open(cancelledAt(t.Context(), 10*s), taking(0), server.Options{Drain: 5 * s, Grace: s})
		kept := here.ln.Client(t)
		testkit.SleepUntil(10*s - ms)
		if got := get(t, kept, server.ReadyPath); got.status != 200 || got.err != nil {
			t.Errorf("just before the shutdown, %s was answered with %d, %v", server.ReadyPath, got.status, got.err)
		}
		for _, at := range []time.Duration{10*s + ms, 12 * s, 15*s - ms} {
			testkit.SleepUntil(at)
			for what, client := range map[string]*http.Client{"kept": kept, "new": here.fresh()} {
				got := get(t, client, server.ReadyPath)
				if errors.Is(got.err, syscall.ECONNREFUSED) {
					continue // no drain: another criterion's business
				}
				if got.status != 503 {
					t.Errorf("the shutdown began at 10s; at %v %s was answered with %d, %v on a %s connection",
						at, server.ReadyPath, got.status, got.err, what)
				}
			}
		}
		settle(time.Minute)
	})
}

// Until the end of the drain requests are served, on whatever connection they come.
func TestTheDrainServesAsBefore(t *testing.T) {
	bubble(t, func(t *testing.T) {
		here := open(cancelledAt(t.Context(), 10*s), taking(s), server.Options{Drain: 5 * s, Grace: 10 * s})
		kept := here.ln.Client(t)
		for _, at := range []time.Duration{8 * s, 10*s + ms, 12 * s, 13500 * ms} {
			testkit.SleepUntil(at)
			if got := get(t, kept, "/"); !got.good("done") || got.at != at+s {
				t.Errorf("shutdown at 10s, drain of 5s: a request at %v on a kept connection got %d, %v at %v", at, got.status, got.err, got.at)
			}
		}
		settle(time.Minute)
	})
	bubble(t, func(t *testing.T) {
		here := open(cancelledAt(t.Context(), 10*s), taking(50*ms), server.Options{Drain: 5 * s, Grace: 10 * s})
		answers := map[time.Duration]*answer{}
		for _, at := range []time.Duration{8 * s, 10*s + ms, 12 * s, 13500 * ms, 14900 * ms} {
			answers[at] = here.getAt(t, at, "/")
		}
		settle(time.Minute)
		for at, got := range answers {
			if !got.good("done") || got.at != at+50*ms {
				t.Errorf("shutdown at 10s, drain of 5s: a request at %v on a new connection got %d, %v at %v", at, got.status, got.err, got.at)
			}
		}
	})
}

// At the end of the drain the listener is closed, whether requests are in flight or not.
func TestTheListenerIsClosedAfterTheDrain(t *testing.T) {
	for _, path := range []string{"/0s", "/8s"} {
		bubble(t, func(t *testing.T) {
			here := open(cancelledAt(t.Context(), 10*s), byPath, server.Options{Drain: 5 * s, Grace: 20 * s})
			here.getAt(t, 9*s, path)
			testkit.SleepUntil(15*s + ms)
			ctx, cancel := context.WithTimeout(t.Context(), s)
			defer cancel()
			conn, err := here.ln.Dial(ctx)
			if err == nil {
				conn.Close()
			}
			if !errors.Is(err, syscall.ECONNREFUSED) {
				t.Errorf("shutdown at 10s, drain of 5s: who connected at 15.001s got %v", err)
			}
			settle(time.Minute)
		})
	}
}

// Requests of all ages are in flight when the listener is closed, and one sends its
// response in pieces. All of them get all of it.
func TestRequestsInFlightAreFinished(t *testing.T) {
	page := strings.Repeat("seat, ", 30_000)
	bubble(t, func(t *testing.T) {
		here := open(cancelledAt(t.Context(), 10*s), func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/pieces" {
				for range 10 {
					io.WriteString(w, "piece ")
					w.(http.Flusher).Flush()
					time.Sleep(s)
				}
				return
			}
			byPath(w, r)
			io.WriteString(w, page)
		}, server.Options{Drain: 5 * s, Grace: time.Hour})
		long := here.getAt(t, 2*s, "/20s")
		pieces := here.getAt(t, 9*s, "/pieces")
		during := here.getAt(t, 14*s, "/5s") // if it is refused, that is a matter of the drain
		settle(time.Minute)
		if want := "done" + page; !long.good(want) || long.at != 22*s {
			t.Errorf("a request from 2s to 22s got %d and %d bytes of %d at %v, %v", long.status, len(long.body), len(want), long.at, long.err)
		}
		if want := strings.Repeat("piece ", 10); !pieces.good(want) || pieces.at != 19*s {
			t.Errorf("a response in pieces from 9s to 19s arrived as %d %q at %v, %v", pieces.status, pieces.body, pieces.at, pieces.err)
		}
		if !during.good("done"+page) && !errors.Is(during.err, syscall.ECONNREFUSED) && during.status != 503 {
			t.Errorf("a request during the drain, until 19s, got %d and %d bytes, %v", during.status, len(during.body), during.err)
		}
	})
}

// Serve waits for the last request, however young the shutdown is.
func TestServeWaitsForTheLastRequest(t *testing.T) {
	for _, drain := range []time.Duration{0, 5 * s} {
		bubble(t, func(t *testing.T) {
			here := open(cancelledAt(t.Context(), 10*s), byPath, server.Options{Drain: drain, Grace: time.Hour})
			here.getAt(t, 9*s, "/3s")
			here.getAt(t, 9*s, "/20s")
			settle(2 * time.Hour)
			if here.back && here.at < 29*s {
				t.Errorf("shutdown at 10s, drain of %v, a request until 29s: Serve returned at %v", drain, here.at)
			}
		})
	}
}

// With no request in flight it waits for the end of the drain.
func TestTheDrainIsWaitedFor(t *testing.T) {
	bubble(t, func(t *testing.T) {
		here := open(cancelledAt(t.Context(), 10*s), byPath, server.Options{Drain: 5 * s, Grace: time.Hour})
		settle(2 * time.Hour)
		if here.back && here.at < 15*s {
			t.Errorf("shutdown at 10s, drain of 5s, nothing in flight: Serve returned at %v", here.at)
		}
	})
}

// A request that ends is a reason to return, and so is that there is none.
func TestServeReturnsAsSoonAsItCan(t *testing.T) {
	for _, test := range []struct {
		what   string
		drain  time.Duration
		path   string
		asked  time.Duration
		latest time.Duration
	}{
		{"a request until 9s", 0, "/1s", 8 * s, 10*s + late},
		{"a request until 13s", 0, "/4s", 9 * s, 13*s + late},
		{"a request until 9s", 5 * s, "/1s", 8 * s, 15*s + late},
		{"a request until 14s", 5 * s, "/2s", 12 * s, 15*s + late},
		{"a request until 17s", 5 * s, "/5s", 12 * s, 17*s + late},
	} {
		bubble(t, func(t *testing.T) {
			here := open(cancelledAt(t.Context(), 10*s), byPath, server.Options{Drain: test.drain, Grace: 20 * time.Minute})
			client := here.ln.Client(t) // keeps its connection, which is idle then
			go func() {
				testkit.SleepUntil(test.asked)
				get(t, client, test.path)
			}()
			settle(time.Hour)
			if !here.back || here.at > test.latest {
				t.Errorf("shutdown at 10s, drain of %v, %s: Serve returned at %v (0s: never), want %v at the latest",
					test.drain, test.what, here.at, test.latest)
			}
		})
	}
}

// A handler that cares about nothing, and one that looks at its context. Grace is counted
// from the end of the drain, which is when the listener is closed; a submission that errs about
// that moment has its own limits.
func TestTheGracePeriodIsALimit(t *testing.T) {
	for _, drain := range []time.Duration{0, 5 * s} {
		limits := func(here *site) (earliest, latest time.Duration) {
			closed := time.Duration(here.ln.closed.Load())
			return closed + 8*s, max(closed, 10*s+drain) + 8*s + late
		}
		bubble(t, func(t *testing.T) {
			here := open(cancelledAt(t.Context(), 10*s), taking(time.Hour), server.Options{Drain: drain, Grace: 8 * s})
			cut := here.getAt(t, 9*s, "/")
			settle(2 * time.Hour) // until the handler has ended
			earliest, latest := limits(here)
			if !here.back || here.at < earliest || here.at > latest {
				t.Errorf("shutdown at 10s, drain of %v, grace of 8s, a request of an hour: Serve returned at %v (0s: never), want %v to %v",
					drain, here.at, earliest, latest)
			}
			if cut.err == nil || cut.at < earliest || cut.at > latest {
				t.Errorf("shutdown at 10s, drain of %v, grace of 8s: a request of an hour got %d, %v at %v (0s: nothing), want %v to %v",
					drain, cut.status, cut.err, cut.at, earliest, latest)
			}
		})
		bubble(t, func(t *testing.T) {
			var learned time.Duration
			here := open(cancelledAt(t.Context(), 10*s), func(w http.ResponseWriter, r *http.Request) {
				select {
				case <-r.Context().Done():
					learned = testkit.Elapsed()
				case <-time.After(time.Hour):
				}
			}, server.Options{Drain: drain, Grace: 8 * s})
			here.getAt(t, 9*s, "/")
			settle(2 * time.Hour)
			earliest, latest := limits(here)
			if learned == 10*s {
				return // the shutdown ended it: another criterion's business
			}
			if learned < earliest || learned > latest {
				t.Errorf("shutdown at 10s, drain of %v, grace of 8s: the context of a request ended at %v (0s: never), want %v to %v",
					drain, learned, earliest, latest)
			}
		})
	}
}

func TestAShutdownInGoodOrderIsNoError(t *testing.T) {
	for _, path := range []string{"/0s", "/9s"} {
		bubble(t, func(t *testing.T) {
			here := open(cancelledAt(t.Context(), 10*s), byPath, server.Options{Drain: 5 * s, Grace: time.Hour})
			here.getAt(t, 9*s, path)
			settle(2 * time.Hour)
			if !here.back || here.err != nil {
				t.Errorf("after a shutdown in good order Serve returned: %v, with %v", here.back, here.err)
			}
		})
	}
}

func TestRequestsCutOffAreAnError(t *testing.T) {
	bubble(t, func(t *testing.T) {
		here := open(cancelledAt(t.Context(), 10*s), taking(time.Hour), server.Options{Grace: 8 * s})
		here.getAt(t, 9*s, "/")
		settle(2 * time.Hour)
		// Who is back after an hour has waited for the handler: that is the grace period's business.
		if here.back && here.at < time.Hour && !errors.Is(here.err, server.ErrGraceExceeded) {
			t.Errorf("a request was cut off, and Serve returned %v", here.err)
		}
	})
}

func TestAContextThatHadEnded(t *testing.T) {
	bubble(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		here := open(ctx, taking(0), server.Options{Grace: 8 * s})
		settle(time.Minute)
		if !here.back || here.err != nil {
			t.Errorf("with a context that had ended Serve returned: %v, with %v", here.back, here.err)
		}
	})
}

var errTorn = errors.New("the network cable was pulled out")

// torn is a listener whose Accept fails at an instant.
type torn struct {
	*watched
	at time.Duration
}

func (l torn) Accept() (net.Conn, error) {
	failing := time.AfterFunc(l.at-testkit.Elapsed(), func() { l.watched.Close() })
	defer failing.Stop()
	conn, err := l.watched.Accept()
	if err != nil && testkit.Elapsed() >= l.at {
		return nil, errTorn
	}
	return conn, err
}

// tear calls Serve with a listener that fails at 10s, and a context that goes on.
func tear(ctx context.Context) *site {
	here := &site{ln: listen()}
	here.serve(ctx, torn{here.ln, 10 * s}, taking(0), server.Options{Drain: 5 * s, Grace: 8 * s})
	return here
}

func TestAListenerThatFails(t *testing.T) {
	bubble(t, func(t *testing.T) {
		here := tear(t.Context())
		settle(time.Minute)
		if !here.back || here.at > 10*s+late || !errors.Is(here.err, errTorn) {
			t.Errorf("the listener failed at 10s; Serve returned: %v, at %v with %v", here.back, here.at, here.err)
		}
	})
}
