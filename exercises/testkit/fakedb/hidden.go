package fakedb

import (
	"context"
	"sync"
	"time"

	"assay.test/testkit"
)

// What many goroutines share here must not order them in the eyes of the race
// detector. It is guarded by a mutex that the detector is told to overlook, and
// written by functions that it does not watch (go:norace); so it sees neither the
// order nor a write that would lack one. Readers may be watched: without a
// write there is no race. Such a function must not write through calls that
// are compiled with -race, copy or a closure; append is the runtime's.

// A hiddenMutex excludes like any other and orders nobody.
type hiddenMutex struct{ mu sync.Mutex }

func (m *hiddenMutex) Lock() {
	overlook()
	m.mu.Lock()
	regard()
}

func (m *hiddenMutex) Unlock() {
	overlook()
	m.mu.Unlock()
	regard()
}

// note enters an event and gives its index.
//
//go:norace
func (s *Server) note(e Event) int {
	e.SQL, e.Args = copyOf(e.SQL), copiesOf(e.Args)
	e.Start, e.End = testkit.Elapsed(), -1
	s.hidden.Lock()
	index := len(s.events)
	s.events = append(s.events, e)
	s.hidden.Unlock()
	return index
}

// finish enters how the event ended, and what that adds up to.
//
//go:norace
func (s *Server) finish(index int, err error, sum Counts) {
	now := testkit.Elapsed()
	s.hidden.Lock()
	s.events[index].End, s.events[index].Err = now, err
	s.hidden.Unlock()
	s.add(sum)
}

//go:norace
func (s *Server) add(sum Counts) {
	s.hidden.Lock()
	c := &s.counts
	c.Begun += sum.Begun
	c.Committed += sum.Committed
	c.CommitsFailed += sum.CommitsFailed
	c.RolledBack += sum.RolledBack
	c.OpenTx += sum.OpenTx
	c.Inside += sum.Inside
	c.Outside += sum.Outside
	c.OpenRows += sum.OpenRows
	s.hidden.Unlock()
}

// applies counts a call that the rule matches, and tells whether the rule is on.
//
//go:norace
func (s *Server) applies(r *Rule) bool {
	s.hidden.Lock()
	nth := r.matched - r.skip // from 0
	r.matched++
	s.hidden.Unlock()
	return nth >= 0 && (r.times < 0 || nth < r.times)
}

//go:norace
func (s *Server) nextConn() int {
	s.hidden.Lock()
	s.conns++
	n := s.conns
	s.hidden.Unlock()
	return n
}

//go:norace
func (s *Server) nextTx() int {
	s.hidden.Lock()
	s.txs++
	n := s.txs
	s.hidden.Unlock()
	return n
}

// copyOf gives the same text in fresh memory, written by the runtime itself, so that
// who reads it later is no party to a race with whoever composed the SQL.
//
//go:norace
func copyOf(text string) string { return string([]byte(text)) }

//go:norace
func copiesOf(args []any) []any {
	copies := make([]any, len(args))
	for i, arg := range args {
		switch arg := arg.(type) {
		case string:
			copies[i] = copyOf(arg)
		case []byte:
			copies[i] = []byte(string(arg))
		default:
			copies[i] = arg
		}
	}
	return copies
}

// pause sleeps for d, or until ctx ends and then returns its error. The timer and
// the context order nobody.
func pause(ctx context.Context, d time.Duration) error {
	done := ctx.Done()
	if d <= 0 {
		return ctx.Err()
	}
	if done == nil {
		time.Sleep(d)
		return nil
	}
	overlook()
	timer := time.NewTimer(d)
	ended := false
	select {
	case <-timer.C:
	case <-done:
		ended = true
	}
	timer.Stop()
	regard()
	if ended {
		return ctx.Err()
	}
	return nil
}
