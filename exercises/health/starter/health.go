// Package health answers the probes of Kubernetes. README.md says exactly how.
package health

import (
	"context"
	"net/http"
	"time"
)

// A Check returns nil if what it looks at is well. It should give up when ctx ends.
type Check func(ctx context.Context) error

// Health knows the checks of a process. Its methods may be called from any number of
// goroutines at the same time.
type Health struct {
	// yours
}

// New gives a Health without checks. A check has timeout to answer; report learns what
// was wrong.
func New(timeout time.Duration, report func(name string, err error)) *Health {
	return &Health{}
}

// Register adds a check. It panics if the name is empty or taken, or the check is nil.
func (h *Health) Register(name string, check Check) {
}

// Live tells whether the process is alive.
func (h *Health) Live() http.Handler {
	return http.HandlerFunc(notWritten)
}

// Ready tells whether the process can do its work.
func (h *Health) Ready() http.Handler {
	return http.HandlerFunc(notWritten)
}

// Drain makes Ready say no from now on.
func (h *Health) Drain() {
}

func notWritten(w http.ResponseWriter, r *http.Request) {
	http.Error(w, "not written yet", http.StatusNotImplemented)
}
