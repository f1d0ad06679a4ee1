package search_test

import (
	"context"
	"io"
	"sync"
	"time"

	"assay.test/testkit"
)

// backend is a fake whose body gives one line with each Read. Its times are virtual.
type backend struct {
	name  string
	delay time.Duration // of Query
	fails error         // what Query gives, after delay
	lines []string      // of the body
	pace  time.Duration // of each Read
	cut   error         // what Read gives after the last line, in place of io.EOF
	deaf  bool          // does not listen to its context: takes its time, and answers

	mu    sync.Mutex
	calls []*call
}

// call is one Query, and what became of it.
type call struct {
	query  string
	ctx    context.Context
	body   *body         // nil if none was given
	closed time.Duration // of the body, -1 if it was not
}

func (b *backend) Name() string { return b.name }

func (b *backend) Query(ctx context.Context, query string) (io.ReadCloser, error) {
	c := &call{query: query, ctx: ctx, closed: -1}
	b.mu.Lock()
	b.calls = append(b.calls, c)
	b.mu.Unlock()
	err := b.pause(ctx, b.delay)
	if err == nil {
		err = b.fails
	}
	if err != nil {
		return nil, err
	}
	given := &body{backend: b, call: c}
	b.mu.Lock()
	c.body = given
	b.mu.Unlock()
	return given, nil
}

// pause lets time pass, or gives up when ctx ends.
func (b *backend) pause(ctx context.Context, d time.Duration) error {
	if b.deaf {
		time.Sleep(d)
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

type body struct {
	backend *backend
	call    *call
	line    int
	rest    string // of the line that is being read
}

func (b *body) Read(p []byte) (int, error) {
	if b.rest == "" {
		if err := b.backend.pause(b.call.ctx, b.backend.pace); err != nil {
			return 0, err
		}
		if b.line == len(b.backend.lines) {
			if b.backend.cut != nil {
				return 0, b.backend.cut
			}
			return 0, io.EOF
		}
		b.rest = b.backend.lines[b.line]
		b.line++
	}
	n := copy(p, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}

func (b *body) Close() error {
	b.backend.mu.Lock()
	defer b.backend.mu.Unlock()
	if b.call.closed < 0 {
		b.call.closed = testkit.Elapsed()
	}
	return nil
}

// asked gives copies of the calls so far.
func (b *backend) asked() []call {
	b.mu.Lock()
	defer b.mu.Unlock()
	var calls []call
	for _, c := range b.calls {
		calls = append(calls, *c)
	}
	return calls
}
