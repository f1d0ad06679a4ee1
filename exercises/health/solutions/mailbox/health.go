// Package health answers the probes of Kubernetes.
//
// In this solution a probe is a mailbox, into which every check puts its outcome; a check
// remembers the mailboxes of those who wait for it. What is shared lies in channels that hold
// one value: who takes it out is alone with it until he puts it back.
package health

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// A Check returns nil if what it looks at is well. It should give up when ctx ends.
type Check func(ctx context.Context) error

// Health knows the checks of a process. Its methods may be called from any number of
// goroutines at the same time.
type Health struct {
	timeout time.Duration
	report  func(name string, err error)
	state   chan state
}

type state struct {
	draining bool
	members  []*member
}

// New gives a Health without checks. A check has timeout to answer; report learns what
// was wrong.
func New(timeout time.Duration, report func(name string, err error)) *Health {
	h := &Health{timeout, report, make(chan state, 1)}
	h.state <- state{}
	return h
}

// Register adds a check. It panics if the name is empty or taken, or the check is nil.
func (h *Health) Register(name string, check Check) {
	if name == "" || check == nil {
		panic("health: Register needs a name and a check")
	}
	s := <-h.state
	defer func() { h.state <- s }()
	for _, m := range s.members {
		if m.name == name {
			panic("health: there is a check " + name + " already")
		}
	}
	m := &member{name, check, make(chan progress, 1)}
	m.progress <- progress{}
	s.members = append(s.members, m)
}

// Drain makes Ready say no from now on.
func (h *Health) Drain() {
	s := <-h.state
	s.draining = true
	h.state <- s
}

// Live tells whether the process is alive.
func (h *Health) Live() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		header(w, http.StatusOK)
		io.WriteString(w, `{"status":"ok"}`)
	})
}

// Ready tells whether the process can do its work.
func (h *Health) Ready() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := <-h.state
		h.state <- s // members are only ever appended, so this part of them stays as it is
		if s.draining {
			header(w, http.StatusServiceUnavailable)
			io.WriteString(w, `{"status":"draining"}`)
			return
		}
		mail := make(chan letter, len(s.members)) // nobody who writes must wait for who reads
		for _, m := range s.members {
			m.ask(h, mail)
		}
		outcomes := map[string]string{}
		code, status := http.StatusOK, "ok"
		for range s.members {
			select {
			case l := <-mail:
				outcomes[l.from] = l.outcome
				if l.outcome != "ok" {
					code, status = http.StatusServiceUnavailable, "unavailable"
				}
			case <-r.Context().Done():
				return
			}
		}
		header(w, code)
		json.NewEncoder(w).Encode(struct {
			Status string            `json:"status"`
			Checks map[string]string `json:"checks"`
		}{status, outcomes})
	})
}

func header(w http.ResponseWriter, code int) {
	w.Header().Add("Content-Type", "application/json")
	w.Header().Add("Cache-Control", "no-store")
	w.WriteHeader(code)
}

// letter tells a probe about a check.
type letter struct{ from, outcome string }

// member is a registered check.
type member struct {
	name     string
	check    Check
	progress chan progress
}

// progress is where a member's call stands, if there is one.
type progress struct {
	busy    bool
	late    bool // its time was up, and it has not returned
	waiting []chan<- letter
}

// ask sees to it that mail gets a letter.
func (m *member) ask(h *Health, mail chan<- letter) {
	p := <-m.progress
	defer func() { m.progress <- p }()
	if p.late {
		mail <- letter{m.name, "timeout"}
		return
	}
	p.waiting = append(p.waiting, mail)
	if !p.busy {
		p.busy = true
		go m.run(h)
	}
}

func (m *member) run(h *Health) {
	ctx, cancel := context.WithTimeout(context.Background(), h.timeout)
	defer cancel()
	end := make(chan error, 1)
	go func() {
		var err error
		defer func() {
			if v := recover(); v != nil {
				err = fmt.Errorf("health: panic: %v", v)
			}
			end <- err
		}()
		err = m.check(ctx)
	}()
	select {
	case err := <-end:
		if err == nil {
			m.tell("ok", progress{})
			return
		}
		h.report(m.name, err)
		m.tell("failed", progress{})
	case <-ctx.Done():
		h.report(m.name, ctx.Err())
		m.tell("timeout", progress{busy: true, late: true})
		<-end
		<-m.progress
		m.progress <- progress{}
	}
}

// tell writes to everybody who waits; from then on the member's progress is next.
func (m *member) tell(outcome string, next progress) {
	p := <-m.progress
	for _, mail := range p.waiting {
		mail <- letter{m.name, outcome}
	}
	m.progress <- next
}
