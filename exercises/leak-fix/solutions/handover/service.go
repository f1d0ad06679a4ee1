// Package search asks several backends at once and merges what they find.
//
// Each backend has a goroutine, a context and a clock of its own. It hands its result over to
// Search in person, on a channel without room; both sides of that meeting give up when the
// search is over, which a channel says that is closed when Search returns.
package search

import (
	"bufio"
	"cmp"
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

	active  sync.Map // *search to nothing
	counter struct {
		sync.Mutex
		begun int
	}
}

// New makes a service that gives each backend this much time for its answer.
func New(timeout time.Duration, backends ...Backend) *Service {
	return &Service{backends: backends, timeout: timeout}
}

// search is one that is under way.
type search struct {
	number  int
	query   string
	limit   int
	results chan result
	over    chan struct{} // closed when Search has returned
}

type result struct {
	backend string
	hits    []Hit
	err     error
}

// Search asks all backends and returns as soon as it has limit hits, or all answers.
func (s *Service) Search(ctx context.Context, query string, limit int) (Answer, error) {
	run := &search{
		number: s.number(), query: query, limit: limit,
		results: make(chan result), over: make(chan struct{}),
	}
	s.active.Store(run, nil)
	defer s.active.Delete(run)
	defer close(run.over)
	answer := Answer{Failed: map[string]error{}}
	if err := ctx.Err(); err != nil {
		return answer, err
	}
	all, stop := context.WithCancel(ctx)
	defer stop()
	for _, b := range s.backends {
		go run.answer(all, s.timeout, b)
	}
	for range s.backends {
		select {
		case r := <-run.results:
			if err := ctx.Err(); err != nil { // select chose the result; it is up to chance
				return answer, err
			}
			if r.err != nil {
				answer.Failed[r.backend] = r.err
			}
			answer.Hits = append(answer.Hits, r.hits...)
			if len(answer.Hits) >= limit {
				answer.Hits = answer.Hits[:limit]
				return answer, nil
			}
		case <-ctx.Done():
			return answer, ctx.Err()
		}
	}
	return answer, nil
}

// answer hands over what a backend found within the timeout, or that it found nothing.
func (run *search) answer(ctx context.Context, timeout time.Duration, b Backend) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	asked := make(chan result)
	go func() {
		hits, err := run.ask(ctx, b)
		select {
		case asked <- result{b.Name(), hits, err}:
		case <-ctx.Done():
		}
	}()
	r := result{backend: b.Name()}
	select {
	case r = <-asked:
	case <-ctx.Done(): // the backend may take longer to notice
		r.err = ctx.Err()
	}
	select {
	case run.results <- r:
	case <-run.over:
	}
}

// ask gives the first hits of a backend, limit at most.
func (run *search) ask(ctx context.Context, b Backend) ([]Hit, error) {
	body, err := b.Query(ctx, run.query)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	defer context.AfterFunc(ctx, func() { body.Close() })() // frees a Read that does not listen
	var hits []Hit
	lines := bufio.NewScanner(body)
	for len(hits) < run.limit && lines.Scan() {
		title, url, ok := strings.Cut(lines.Text(), "\t")
		if !ok {
			return nil, fmt.Errorf("%w: %q", ErrMalformed, lines.Text())
		}
		hits = append(hits, Hit{b.Name(), title, url})
	}
	if err := lines.Err(); err != nil && len(hits) < run.limit {
		return nil, err
	}
	return hits, nil
}

func (s *Service) number() int {
	s.counter.Lock()
	defer s.counter.Unlock()
	s.counter.begun++
	return s.counter.begun
}

// Active gives the queries of the searches that are under way, in the order in which they began.
func (s *Service) Active() []string {
	var running []*search
	for run := range s.active.Range {
		running = append(running, run.(*search))
	}
	slices.SortFunc(running, func(a, b *search) int { return cmp.Compare(a.number, b.number) })
	var queries []string
	for _, run := range running {
		queries = append(queries, run.query)
	}
	return queries
}
