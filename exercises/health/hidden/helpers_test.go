package health_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"assay.test/testkit"
	"health"
)

const (
	ms = time.Millisecond
	s  = time.Second

	limit = 3 * s // the timeout of most tests
)

// bubble runs a test in virtual time. What is left behind costs the criterion "leak",
// which has a test of its own.
var bubble = testkit.LenientBubble

// An answer is what a handler said, and when it returned.
type answer struct {
	back   bool
	at     time.Duration
	code   int
	header http.Header
	text   string
	Status string            `json:"status"`
	Checks map[string]string `json:"checks"`
	bad    error             // the text is no such JSON
}

// probe sends a request whose context is ctx and waits for the answer.
func probe(ctx context.Context, handler http.Handler) answer {
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequestWithContext(ctx, "GET", "/", nil))
	a := answer{back: true, at: testkit.Elapsed(), code: recorder.Code, header: recorder.Header(), text: recorder.Body.String()}
	a.bad = json.Unmarshal(recorder.Body.Bytes(), &a)
	return a
}

// probeAt sends one at an instant of the bubble. Look at the answer after settle.
func probeAt(ctx context.Context, at time.Duration, handler http.Handler) *answer {
	a := &answer{}
	go func() {
		testkit.SleepUntil(at)
		*a = probe(ctx, handler)
	}()
	return a
}

// expect compares an answer of Ready with the outcomes that it should have.
func (a *answer) expect(t *testing.T, what string, outcomes map[string]string) {
	t.Helper()
	code, status := 200, "ok"
	for _, outcome := range outcomes {
		if outcome != "ok" {
			code, status = 503, "unavailable"
		}
	}
	if !a.back || a.bad != nil || a.code != code || a.Status != status || !maps.Equal(a.Checks, outcomes) {
		t.Errorf("%s: Ready answered (%v) %d %q, want %d, %s and %v", what, a.back, a.code, a.text, code, status, outcomes)
	}
}

// A service is something to check. It notes each call.
type service struct {
	testkit.Recorder[string]
}

// well gives a check that takes d and finds nothing wrong, whatever its context says.
func (c *service) well(name string, d time.Duration) health.Check {
	return func(context.Context) error {
		c.Do(name, d)
		return nil
	}
}

// ill gives a check that takes d and returns err.
func (c *service) ill(name string, d time.Duration, err error) health.Check {
	return func(context.Context) error {
		c.Do(name, d)
		return err
	}
}

// obedient gives a check that takes d, or less if its context ends before.
func (c *service) obedient(name string, d time.Duration) health.Check {
	return func(ctx context.Context) error {
		return c.DoContext(ctx, name, d)
	}
}

var errRefused = errors.New("dial tcp 10.0.0.7:5432: password of user billing refused")

// A log is what was reported.
type log struct {
	mu      sync.Mutex
	entries []entry
}

type entry struct {
	name string
	err  error
}

func (l *log) report(name string, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries = append(l.entries, entry{name, err})
}

// about gives the errors reported for a check.
func (l *log) about(name string) []error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var errs []error
	for _, e := range l.entries {
		if e.name == name {
			errs = append(errs, e.err)
		}
	}
	return errs
}

// unheard is a report for tests that are about something else. It does not synchronise.
func unheard(string, error) {}

// settle lets time pass until that instant of the bubble, lets whoever can go on do so,
// and orders the caller after all of that.
func settle(at time.Duration) {
	testkit.SleepUntil(at)
	synctest.Wait()
}
