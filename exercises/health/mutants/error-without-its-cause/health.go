// Package health answers the probes of Kubernetes.
//
// A call of a check is a value that probes can wait for. Each check holds the one that is
// under way, under a mutex that nobody keeps while he waits.
package health

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// A Check returns nil if what it looks at is well. It should give up when ctx ends.
type Check func(ctx context.Context) error

// Health knows the checks of a process. Its methods may be called from any number of
// goroutines at the same time.
type Health struct {
	timeout time.Duration
	report  func(name string, err error)

	mu       sync.Mutex
	checks   map[string]*checked
	draining bool
}

// New gives a Health without checks. A check has timeout to answer; report learns what
// was wrong.
func New(timeout time.Duration, report func(name string, err error)) *Health {
	return &Health{timeout: timeout, report: report, checks: make(map[string]*checked)}
}

// Register adds a check. It panics if the name is empty or taken, or the check is nil.
func (h *Health) Register(name string, check Check) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if name == "" || check == nil || h.checks[name] != nil {
		panic(fmt.Sprintf("health: cannot register %q: no name, no check, or registered before", name))
	}
	h.checks[name] = &checked{health: h, name: name, check: check}
}

// Drain makes Ready say no from now on.
func (h *Health) Drain() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.draining = true
}

// answer is the body of every response.
type answer struct {
	Status string            `json:"status"`
	Checks map[string]string `json:"checks,omitempty"`
}

func (a answer) send(w http.ResponseWriter, code int) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	json.NewEncoder(w).Encode(a)
}

// Live tells whether the process is alive.
func (h *Health) Live() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		answer{Status: "ok"}.send(w, http.StatusOK)
	})
}

// Ready tells whether the process can do its work.
func (h *Health) Ready() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls, draining := h.ask()
		if draining {
			answer{Status: "draining"}.send(w, http.StatusServiceUnavailable)
			return
		}
		a, code := answer{"ok", make(map[string]string)}, http.StatusOK
		for name, call := range calls {
			select {
			case <-call.known:
			case <-r.Context().Done():
				return
			}
			a.Checks[name] = call.outcome
			if call.outcome != "ok" {
				a.Status, code = "unavailable", http.StatusServiceUnavailable
			}
		}
		a.send(w, code)
	})
}

// ask gives a call of each check: the one that is under way, or a new one.
func (h *Health) ask() (calls map[string]*call, draining bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.draining {
		return nil, true
	}
	calls = make(map[string]*call)
	for name, c := range h.checks {
		calls[name] = c.ask()
	}
	return calls, false
}

// checked is a check and the call of it that is under way.
type checked struct {
	health *Health
	name   string
	check  Check

	mu    sync.Mutex
	under *call // way; nil if there is none
}

// A call is one call of a check.
type call struct {
	known   chan struct{} // closed when the outcome is known
	outcome string        // written before that, read after
}

func (c *checked) ask() *call {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.under == nil {
		c.under = &call{known: make(chan struct{})}
		go c.attend(c.under)
	}
	return c.under
}

// attend sees a call through: until its outcome is known, and until it has returned.
func (c *checked) attend(call *call) {
	ctx, cancel := context.WithTimeout(context.Background(), c.health.timeout)
	defer cancel()
	returned := make(chan error, 1)
	go func() { returned <- survive(ctx, c.check) }()
	select {
	case err := <-returned:
		call.outcome = "ok"
		if err != nil {
			call.outcome = "failed"
			c.health.report(c.name, fmt.Errorf("check %s: %v", c.name, err))
		}
		c.free() // first, so that who has learned the outcome can ask again
		close(call.known)
	case <-ctx.Done():
		call.outcome = "timeout"
		c.health.report(c.name, ctx.Err())
		close(call.known)
		<-returned
		c.free()
	}
}

func (c *checked) free() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.under = nil
}

// survive turns a panic of the check into an error.
func survive(ctx context.Context, check Check) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("health: check panicked: %v", p)
		}
	}()
	return check(ctx)
}
