// Package search asks several backends at once and merges what they find.
//
// There are no results in flight: the goroutines that ask put what they have into one
// collector, under its lock, until it is sealed. What comes later is dropped, by a goroutine that has
// closed its body by then and has nothing more to do.
package search

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// Service searches in its backends.
type Service struct {
	backends []Backend
	timeout  time.Duration

	mu     sync.Mutex
	begun  int
	active map[int]string // queries of the searches under way, by their number
}

// New makes a service that gives each backend this much time for its answer.
func New(timeout time.Duration, backends ...Backend) *Service {
	return &Service{backends: backends, timeout: timeout, active: map[int]string{}}
}

// Search asks all backends and returns as soon as it has limit hits, or all answers.
func (s *Service) Search(ctx context.Context, query string, limit int) (Answer, error) {
	number := s.begin(query)
	defer s.end(number)
	if err := ctx.Err(); err != nil {
		return Answer{}, err
	}
	asking, stop := context.WithTimeout(ctx, s.timeout)
	defer stop()
	c := &collector{limit: limit, open: map[string]bool{}, full: make(chan struct{})}
	for _, b := range s.backends {
		c.open[b.Name()] = true
	}
	if len(s.backends) == 0 {
		return Answer{}, nil
	}
	for _, b := range s.backends {
		go func() { c.add(b.Name())(ask(asking, b, query, limit)) }()
	}
	select {
	case <-c.full:
	case <-asking.Done():
	}
	return c.seal(ctx)
}

// A collector is the answer while it grows.
type collector struct {
	limit int
	full  chan struct{} // closed when nothing more is needed

	mu     sync.Mutex
	sealed bool
	open   map[string]bool // backends that are still asked
	answer Answer
}

// add gives a function that takes in what a backend came to.
func (c *collector) add(backend string) func(hits []Hit, err error) {
	return func(hits []Hit, err error) {
		c.mu.Lock()
		defer c.mu.Unlock()
		late := errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
		if c.sealed && (err == nil || late) {
			return
		}
		delete(c.open, backend)
		c.answer.Hits = append(c.answer.Hits, hits...)
		if err != nil {
			c.fail(backend, err)
		}
		if len(c.answer.Hits) >= c.limit || len(c.open) == 0 {
			if !c.sealed {
				close(c.full)
			}
			c.sealed = true
		}
	}
}

// fail wants the lock held.
func (c *collector) fail(backend string, err error) {
	if c.answer.Failed == nil {
		c.answer.Failed = map[string]error{}
	}
	c.answer.Failed[backend] = err
}

// seal ends the search: from now on nobody touches the answer.
func (c *collector) seal(ctx context.Context) (Answer, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sealed = true
	if len(c.answer.Hits) >= c.limit {
		c.answer.Hits = c.answer.Hits[:c.limit]
		return c.answer, nil
	}
	if err := ctx.Err(); err != nil {
		return c.answer, err
	}
	for backend := range c.open {
		c.fail(backend, context.DeadlineExceeded)
	}
	return c.answer, nil
}

// ask gives the first hits of a backend, limit at most.
func ask(ctx context.Context, b Backend, query string, limit int) (hits []Hit, err error) {
	body, err := b.Query(ctx, query)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	lines := bufio.NewReader(body)
	for len(hits) < limit {
		line, err := lines.ReadString('\n')
		if ctx.Err() != nil { // the backend may not have noticed
			return nil, ctx.Err()
		}
		if err == io.EOF && line == "" {
			break
		}
		if err != nil && err != io.EOF {
			return nil, err
		}
		title, url, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok {
			return nil, fmt.Errorf("%w: %q", ErrMalformed, line)
		}
		hits = append(hits, Hit{b.Name(), title, url})
	}
	return hits, nil
}

// Active gives the queries of the searches that are under way, in the order in which they began.
func (s *Service) Active() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var queries []string
	for _, number := range slices.Sorted(maps.Keys(s.active)) {
		queries = append(queries, s.active[number])
	}
	return queries
}

func (s *Service) begin(query string) (number int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.begun++
	s.active[s.begun] = query
	return s.begun
}

func (s *Service) end(number int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.active, number)
}
