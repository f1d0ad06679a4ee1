// Package search asks several backends at once and merges what they find.
//
// It works, and it leaks: under load the process grows until it is killed.
// README.md says what the package promises.
package search

import (
	"bufio"
	"context"
	"fmt"
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
	active map[int]string // queries of the searches under way, by their number
	begun  int
}

// New makes a service that gives each backend this much time for its answer.
func New(timeout time.Duration, backends ...Backend) *Service {
	return &Service{backends: backends, timeout: timeout, active: map[int]string{}}
}

type result struct {
	backend string
	hits    []Hit
	err     error
}

// Search asks all backends and returns as soon as it has limit hits, or all answers.
func (s *Service) Search(ctx context.Context, query string, limit int) (Answer, error) {
	number := s.begin(query)
	answer := Answer{Failed: map[string]error{}}
	results := make(chan result)
	for _, b := range s.backends {
		go func() {
			hits, err := s.ask(b, query, limit)
			results <- result{b.Name(), hits, err}
		}()
	}
	for range s.backends {
		r := <-results
		if r.err != nil {
			answer.Failed[r.backend] = r.err
			continue
		}
		answer.Hits = append(answer.Hits, r.hits...)
		if len(answer.Hits) >= limit {
			answer.Hits = answer.Hits[:limit]
			return answer, nil
		}
	}
	s.end(number)
	return answer, nil
}

// ask gives the first hits of a backend, limit at most.
func (s *Service) ask(b Backend, query string, limit int) ([]Hit, error) {
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(s.timeout, cancel)
	body, err := b.Query(ctx, query)
	if err != nil {
		return nil, err
	}
	var hits []Hit
	lines := bufio.NewScanner(body)
	for lines.Scan() {
		title, url, ok := strings.Cut(lines.Text(), "\t")
		if !ok {
			return nil, fmt.Errorf("%w: %q", ErrMalformed, lines.Text())
		}
		hits = append(hits, Hit{b.Name(), title, url})
		if len(hits) == limit {
			return hits, nil
		}
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	body.Close()
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
	number = s.begun
	s.begun++
	s.active[number] = query
	return number
}

func (s *Service) end(number int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.active, number)
}
