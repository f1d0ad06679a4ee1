package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"assay.test/testkit"
	"fetch"
)

// An open body holds its connection.
func TestEveryBodyIsClosed(t *testing.T) {
	for what, replies := range map[string][]reply{
		"200":                     {{}},
		"404":                     {{status: 404}},
		"503 and then 200":        {{status: 503}, {}},
		"429 with Retry-After":    {{status: 429, retryAfter: "2"}, {}},
		"503 for too long":        {{status: 503, retryAfter: "900"}},
		"503 until the end":       {{status: 503}},
		"a body that breaks off":  {{breaks: io.ErrUnexpectedEOF}, {}},
		"a body that never ends":  {{pause: time.Hour}, {}},
		"502, 500, 503, then 403": {{status: 502}, {status: 500}, {status: 503}, {status: 403}},
	} {
		bubble(t, func(t *testing.T) {
			a := newAPI(replies...)
			get(t.Context(), a, usual)
			if len(a.attempts) == 0 {
				t.Fatal("no attempt")
			}
			for i, at := range a.attempts {
				if at.open != 0 {
					t.Errorf("%s: when attempt %d began, bodies of earlier ones were open", what, i+1)
				}
				if at.body != nil && !at.body.closed.Load() {
					t.Errorf("%s: the body of attempt %d was never closed", what, i+1)
				}
			}
		})
	}
	bubble(t, func(t *testing.T) { // cancelled while it waits, it has nothing to hold any more
		a := newAPI(reply{status: 503})
		policy := usual
		policy.Backoff = 20 * s
		get(cancelledAt(t.Context(), s), a, policy)
		if len(a.attempts) == 0 || a.attempts[0].body == nil || !a.attempts[0].body.closed.Load() {
			t.Error("cancelled after a 503: its body was never closed")
		}
	})
}

func TestNothingIsLeftBehind(t *testing.T) {
	for _, does := range []reply{{}, {status: 404}, {delay: time.Hour}, {delay: s, pause: time.Hour}} {
		testkit.Bubble(t, func(t *testing.T) {
			alive, cancel := context.WithCancel(context.Background())
			defer runtime.KeepAlive(cancel)
			a := newAPI(does)
			get(alive, a, once)
			get(cancelledAt(alive, testkit.Elapsed()+s/2), a, once)
			time.Sleep(time.Minute)
			if len(a.attempts) == 0 {
				t.Error("no attempt")
			}
		})
	}
}

// echo is a transport that answers with the number in the URL; the first attempt for each
// number gets 503. What it keeps for one caller is not shared with another, and it sleeps
// last, so it orders nobody.
type echo struct {
	attempts [callers]int
}

const callers = 8

func (e *echo) RoundTrip(r *http.Request) (*http.Response, error) {
	number, _ := strconv.Atoi(path.Base(r.URL.Path))
	e.attempts[number]++
	status := 200
	if e.attempts[number] == 1 {
		status = 503
	}
	response := &http.Response{
		StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, ContentLength: -1, Request: r,
		Body: io.NopCloser(strings.NewReader(path.Base(r.URL.Path))),
	}
	time.Sleep(10 * ms)
	return response, nil
}

// Many use one client. Nothing but the client itself could order them: not even a
// context, for one that several are derived from has a lock.
func TestUnrelatedCallersShareTheClient(t *testing.T) {
	bubble(t, func(t *testing.T) {
		client := fetch.New(&echo{}, usual)
		var bodies [callers]string
		var errs [callers]error
		var steps [callers]func()
		for i := range steps {
			steps[i] = func() {
				testkit.SleepUntil(time.Duration(i%4) * 30 * ms)
				body, err := client.Get(context.Background(), fmt.Sprintf("https://api.courier.test/parcels/%d", i))
				bodies[i], errs[i] = string(body), err
			}
		}
		testkit.InTurn(steps[:]...)
		for i, body := range bodies {
			var status *fetch.StatusError
			if errors.As(errs[i], &status) {
				continue // it does not repeat: another criterion's business
			}
			if want := strconv.Itoa(i); errs[i] != nil || body != want {
				t.Errorf("who asked for parcel %s got %q, %v", want, body, errs[i])
			}
		}
	})
}
