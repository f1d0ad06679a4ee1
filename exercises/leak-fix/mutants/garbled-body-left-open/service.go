// Package search asks several backends at once and merges what they find.
//
// One context stands for the search: it ends with the caller's, when the time is up and when
// Search returns. A goroutine for each backend owns that backend's body from the moment it is
// given to the one when it is closed. It leaves its result in a channel that has
// room for all, so it never waits for a Search that is gone.
package search

import (
	"bufio"
	"context"
	"fmt"
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
	active []*string // queries of the searches under way, in the order in which they began
}

// New makes a service that gives each backend this much time for its answer.
func New(timeout time.Duration, backends ...Backend) *Service {
	return &Service{backends: backends, timeout: timeout}
}

type result struct {
	backend string
	hits    []Hit
	err     error
}

// Search asks all backends and returns as soon as it has limit hits, or all answers.
func (s *Service) Search(ctx context.Context, query string, limit int) (Answer, error) {
	defer s.begin(query)()
	answer := Answer{Failed: map[string]error{}}
	if err := ctx.Err(); err != nil {
		return answer, err
	}
	asking, stop := context.WithTimeout(ctx, s.timeout)
	defer stop()
	results := make(chan result, len(s.backends))
	for _, b := range s.backends {
		go func() {
			hits, err := ask(asking, b, query, limit)
			results <- result{b.Name(), hits, err}
		}()
	}
	missing := map[string]bool{}
	for _, b := range s.backends {
		missing[b.Name()] = true
	}
	for len(missing) > 0 && asking.Err() == nil {
		select {
		case r := <-results:
			if r.err != nil {
				answer.Failed[r.backend] = r.err
			}
			delete(missing, r.backend)
			answer.Hits = append(answer.Hits, r.hits...)
			if len(answer.Hits) >= limit {
				answer.Hits = answer.Hits[:limit]
				return answer, nil
			}
		case <-asking.Done():
		}
	}
	if err := ctx.Err(); err != nil {
		return answer, err
	}
	for backend := range missing {
		answer.Failed[backend] = context.DeadlineExceeded
	}
	return answer, nil
}

// ask gives the first hits of a backend, limit at most.
func ask(ctx context.Context, b Backend, query string, limit int) ([]Hit, error) {
	body, err := b.Query(ctx, query)
	if err != nil {
		return nil, err
	}
	var hits []Hit
	lines := bufio.NewScanner(body)
	for len(hits) < limit && lines.Scan() {
		if err := ctx.Err(); err != nil { // this backend does not notice
			body.Close()
			return nil, err
		}
		title, url, ok := strings.Cut(lines.Text(), "\t")
		if !ok {
			return nil, fmt.Errorf("%w: %q", ErrMalformed, lines.Text())
		}
		hits = append(hits, Hit{b.Name(), title, url})
	}
	body.Close()
	if err := lines.Err(); err != nil && len(hits) < limit {
		return nil, err
	}
	return hits, nil
}

// Active gives the queries of the searches that are under way, in the order in which they began.
func (s *Service) Active() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	queries := make([]string, len(s.active))
	for i, query := range s.active {
		queries[i] = *query
	}
	return queries
}

// begin notes a search, and gives the function that strikes it out.
func (s *Service) begin(query string) (end func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	entry := &query
	s.active = append(s.active, entry)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		i := slices.Index(s.active, entry)
		s.active = slices.Delete(s.active, i, i+1)
	}
}
