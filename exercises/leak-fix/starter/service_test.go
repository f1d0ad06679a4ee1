package search

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// Run these with `go test -race`. They show some of what is wrong, not all of it.
//
// A bubble of testing/synctest has a clock of its own, which moves on when all of
// its goroutines wait. It panics if some are left when the test is over.

// shelf is a backend that takes its time, and counts the bodies that nobody closed.
type shelf struct {
	name, answer string
	delay        time.Duration
	open         atomic.Int32
}

func (s *shelf) Name() string { return s.name }

func (s *shelf) Query(ctx context.Context, query string) (io.ReadCloser, error) {
	select {
	case <-time.After(s.delay):
		s.open.Add(1)
		return &book{Reader: strings.NewReader(s.answer), from: s}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

type book struct {
	io.Reader
	from   *shelf
	closed sync.Once
}

func (b *book) Close() error {
	b.closed.Do(func() { b.from.open.Add(-1) })
	return nil
}

func TestAnswersAreMerged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		wiki := &shelf{name: "wiki", answer: "Tea\t/tea\n", delay: 2 * time.Second}
		news := &shelf{name: "news", answer: "Tea tax\t/tax\nTea shop\t/shop\n", delay: time.Second}
		answer, err := New(10*time.Second, wiki, news).Search(t.Context(), "tea", 10)
		if err != nil || len(answer.Hits) != 3 || answer.Hits[2].Backend != "wiki" {
			t.Errorf("Search gave %v, %v", answer, err)
		}
		synctest.Wait()
		if wiki.open.Load() != 0 || news.open.Load() != 0 {
			t.Error("a body was not closed")
		}
	})
}

func TestEnoughIsEnough(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := &shelf{name: "slow", answer: "Tea\t/tea\n", delay: 5 * time.Second}
		fast := &shelf{name: "fast", answer: "Tea tax\t/tax\nTea shop\t/shop\n", delay: time.Second}
		answer, err := New(10*time.Second, slow, fast).Search(t.Context(), "tea", 1)
		if err != nil || len(answer.Hits) != 1 {
			t.Errorf("Search gave %v, %v", answer, err)
		}
		synctest.Wait()
		if fast.open.Load() != 0 {
			t.Error("a body was not closed")
		}
		time.Sleep(time.Minute)
	})
}

func TestACancelledSearchEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		began := time.Now()
		_, err := New(10*time.Second, &shelf{name: "slow", delay: time.Hour}).Search(ctx, "tea", 1)
		if took := time.Since(began); took != time.Second || !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled after a second, Search came back after %v with %v", took, err)
		}
	})
}
