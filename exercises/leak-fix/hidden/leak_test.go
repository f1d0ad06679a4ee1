package search_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"assay.test/testkit"
)

// Searches that end in every way that there is, in a context that lives on. When the
// last backend has come back, no goroutine is left.
func TestNoGoroutineOutlivesItsQuery(t *testing.T) {
	for _, limit := range []int{1, 10} {
		for _, leaves := range []time.Duration{3 * s, 1000 * time.Hour} { // the caller; when the test is over
			testkit.Bubble(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(context.Background())
				time.AfterFunc(leaves, cancel)
				service(
					&backend{name: "fine", delay: s, lines: lines("tea")},
					&backend{name: "too", delay: s, lines: lines("pot")},
					&backend{name: "down", delay: s, fails: errors.New("backend is down")},
					&backend{name: "silent", delay: time.Hour},
					&backend{name: "drips", pace: 2 * s, lines: lines("a", "b", "c", "d", "e", "f", "g")},
					&backend{name: "deaf", delay: time.Hour, deaf: true, lines: lines("jar")},
					&backend{name: "deaf body", pace: time.Hour, deaf: true, lines: lines("tin")},
				).Search(ctx, "tea", limit)
				time.Sleep(4 * time.Hour)
			})
		}
	}
}

// An answer is complete, or has failed: its body is closed, while the search goes on. Each has
// a search of its own, so that none is disturbed by what the failure of another ends.
func TestABodyIsClosedWithItsAnswer(t *testing.T) {
	for _, done := range []*backend{
		{name: "fine", delay: s, lines: lines("tea")},
		{name: "empty", delay: s},
		{name: "broken", delay: s, lines: lines("pot"), cut: errors.New("connection broke")},
		{name: "garbled", delay: s, lines: []string{"pot\n", "cup\t/cup\n"}},
	} {
		bubble(t, func(t *testing.T) {
			go service(done, &backend{name: "slow", delay: 8 * s}).Search(t.Context(), "tea", 10)
			testkit.SleepUntil(20 * s)
			synctest.Wait()
			expectClosed(t, done, s)
		})
	}
}

// The same for an answer of which the first hits are enough, and one that takes too long.
func TestABodyIsClosedWhenTheSearchIsOver(t *testing.T) {
	bubble(t, func(t *testing.T) {
		full := &backend{name: "full", delay: s, lines: lines("tea", "pot", "cup")}
		service(full, &backend{name: "slow", delay: 8 * s}).Search(t.Context(), "tea", 2)
		time.Sleep(time.Minute)
		expectClosed(t, full, s)
	})
	bubble(t, func(t *testing.T) {
		cut := &backend{name: "cut", pace: 3 * s, lines: lines("jar", "tin", "lid", "box")}
		service(cut).Search(t.Context(), "tea", 10)
		time.Sleep(time.Minute)
		expectClosed(t, cut, timeout)
	})
}

// Bodies that come, or are still being read, when the search is over.
func TestALateBodyIsClosed(t *testing.T) {
	for _, limit := range []int{1, 10} {
		bubble(t, func(t *testing.T) {
			fine := &backend{name: "fine", delay: s, lines: lines("tea")}
			late := &backend{name: "deaf", delay: 30 * s, deaf: true, lines: lines("pot")}
			full := &backend{name: "deaf, and enough for itself", delay: 30 * s, deaf: true, lines: lines("a", "b", "c")}
			slow := &backend{name: "deaf body", pace: 30 * s, deaf: true, lines: lines("cup")}
			go service(fine, late, full, slow).Search(t.Context(), "tea", limit)
			time.Sleep(time.Hour)
			synctest.Wait()
			expectClosed(t, late, 30*s)
			expectClosed(t, full, 30*s)
			expectClosed(t, slow, 30*s)
		})
	}
}

// expectClosed fails unless each body of the backend was closed, by this time.
func expectClosed(t *testing.T, b *backend, by time.Duration) {
	t.Helper()
	bodies := 0
	for _, c := range b.asked() {
		switch {
		case c.body == nil:
			continue
		case c.closed < 0:
			t.Errorf("the body of %s was left open", b.name)
		case c.closed > by:
			t.Errorf("the body of %s was closed at %v, want %v", b.name, c.closed, by)
		}
		bodies++
	}
	if bodies != 1 {
		t.Errorf("%s was asked for %d bodies", b.name, bodies)
	}
}

func TestActiveSearches(t *testing.T) {
	bubble(t, func(t *testing.T) {
		slow := &backend{name: "slow", delay: 4 * s, lines: lines("tea", "pot")}
		hung := &backend{name: "hung", delay: time.Hour}
		both := service(slow, hung)
		active := func(want ...string) {
			t.Helper()
			synctest.Wait()
			if got := both.Active(); !slices.Equal(got, want) {
				t.Errorf("at %v Active gave %q, want %q", testkit.Elapsed(), got, want)
			}
		}
		active()
		ctx, cancel := context.WithCancel(t.Context())
		go both.Search(ctx, "cancelled", 10)
		time.Sleep(s / 2)
		go both.Search(t.Context(), "enough", 1)
		time.Sleep(s / 2)
		go both.Search(t.Context(), "out of time", 10)
		time.Sleep(s / 2)
		go both.Search(t.Context(), "out of time", 10) // as the one before
		active("cancelled", "enough", "out of time", "out of time")
		cancel()
		both.Search(ctx, "never begun", 1)
		active("enough", "out of time", "out of time")
		testkit.SleepUntil(5 * s)
		active("out of time", "out of time")
		testkit.SleepUntil(11*s + s/4)
		active("out of time")
		testkit.SleepUntil(60 * s)
		active()
	})
}
