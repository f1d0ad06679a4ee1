// Package health answers the probes of Kubernetes.
//
// In this solution nothing is locked: the list of checks is copied when it grows, a check's
// call is a pointer that is swapped, and whoever comes first, the check that returns or the timer,
// decides a call's outcome.
package health

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync/atomic"
	"time"
)

// A Check returns nil if what it looks at is well. It should give up when ctx ends.
type Check func(ctx context.Context) error

// Health knows the checks of a process. Its methods may be called from any number of
// goroutines at the same time.
type Health struct {
	timeout  time.Duration
	report   func(name string, err error)
	probes   atomic.Pointer[[]*probe] // never changed, always replaced
	draining atomic.Bool
}

// New gives a Health without checks. A check has timeout to answer; report learns what
// was wrong.
func New(timeout time.Duration, report func(name string, err error)) *Health {
	h := &Health{timeout: timeout, report: report}
	h.probes.Store(new([]*probe))
	return h
}

// Register adds a check. It panics if the name is empty or taken, or the check is nil.
func (h *Health) Register(name string, check Check) {
	if name == "" {
		panic("health: a check needs a name")
	}
	if check == nil {
		panic("health: nil check " + name)
	}
	for {
		old := h.probes.Load()
		if slices.ContainsFunc(*old, func(p *probe) bool { return p.name == name }) {
			panic("health: registered twice: " + name)
		}
		longer := append(slices.Clone(*old), &probe{name: name, check: check})
		if h.probes.CompareAndSwap(old, &longer) {
			return
		}
	}
}

// Drain makes Ready say no from now on.
func (h *Health) Drain() { h.draining.Store(true) }

// Live tells whether the process is alive.
func (h *Health) Live() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		respond(w, "ok", nil)
	})
}

// Ready tells whether the process can do its work.
func (h *Health) Ready() http.Handler { return http.HandlerFunc(h.ready) }

func (h *Health) ready(w http.ResponseWriter, r *http.Request) {
	if h.draining.Load() {
		respond(w, "draining", nil)
		return
	}
	probes := *h.probes.Load()
	calls := make([]*call, len(probes))
	for i, p := range probes {
		calls[i] = p.call(h)
	}
	status, checks := "ok", make(map[string]string, len(probes))
	for i, p := range probes {
		select {
		case <-r.Context().Done():
			return
		case <-calls[i].decided:
		}
		outcome := describe(calls[i].err)
		if outcome != "ok" {
			status = "unavailable"
		}
		checks[p.name] = outcome
	}
	respond(w, status, checks)
}

func respond(w http.ResponseWriter, status string, checks map[string]string) {
	body := map[string]any{"status": status}
	if checks != nil {
		body["checks"] = checks
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if status != "ok" {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	json.NewEncoder(w).Encode(body)
}

// errLate is how a call ends whose time is up.
var errLate = fmt.Errorf("no answer in time: %w", context.DeadlineExceeded)

func describe(err error) string {
	switch {
	case err == nil:
		return "ok"
	case errors.Is(err, errLate):
		return "timeout"
	}
	return "failed"
}

// probe is a registered check.
type probe struct {
	name    string
	check   Check
	current atomic.Pointer[call] // nil if none is under way
}

// call is a call of a check, or will be one.
type call struct {
	decided chan struct{}
	err     error // written before decided is closed, read after
	first   atomic.Bool
}

// call gives the call that is under way, or makes one.
func (p *probe) call(h *Health) *call {
	for {
		if current := p.current.Load(); current != nil {
			return current
		}
		c := &call{decided: make(chan struct{})}
		if p.current.CompareAndSwap(nil, c) {
			p.start(c, h)
			return c
		}
	}
}

func (p *probe) start(c *call, h *Health) {
	decide := func(err error) {
		if !c.first.CompareAndSwap(false, true) {
			return
		}
		if err != nil {
			h.report(p.name, err)
		}
		c.err = err
		close(c.decided)
	}
	ctx, cancel := context.WithTimeout(context.Background(), h.timeout)
	late := context.AfterFunc(ctx, func() { decide(errLate) })
	go func() {
		defer cancel()
		err := guarded(ctx, p.check)
		late()
		decide(err)
		time.AfterFunc(5*time.Second, func() { p.current.Store(nil) })
	}()
}

// guarded is check, with an error for a panic.
func guarded(ctx context.Context, check Check) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v", v)
		}
	}()
	return check(ctx)
}
