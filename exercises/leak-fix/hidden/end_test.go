package search_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"assay.test/testkit"
)

func TestASearchEndsWithItsContext(t *testing.T) {
	bubble(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(3*s, cancel)
		run(t, ctx, 10, expect{titles: []string{"tea"}, err: context.Canceled, at: 3 * s},
			&backend{name: "fine", delay: s, lines: lines("tea")},
			&backend{name: "silent", delay: time.Hour},
			&backend{name: "drips", pace: 2 * s, lines: lines("pot", "cup", "lid")})
	})
	bubble(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 3*s)
		defer cancel()
		run(t, ctx, 10, expect{err: context.DeadlineExceeded, at: 3 * s}, &backend{name: "silent", delay: time.Hour})
	})
}

func TestASearchWithAnEndedContextAsksNobody(t *testing.T) {
	bubble(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		b := &backend{name: "fine", lines: lines("tea")}
		run(t, ctx, 1, expect{err: context.Canceled}, b)
		if n := len(b.asked()); n != 0 {
			t.Errorf("a backend was asked %d times", n)
		}
	})
}

// Some backends do not listen to their context. Nobody waits for them.
func TestNobodyWaitsForADeafBackend(t *testing.T) {
	for _, test := range []struct {
		end    string
		limit  int
		cancel time.Duration
		at     time.Duration
	}{
		{"there are hits enough", 1, time.Hour, s},
		{"the time is up", 10, time.Hour, timeout},
		{"the caller has left", 10, 3 * s, 3 * s},
	} {
		bubble(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(test.cancel, cancel)
			service(
				&backend{name: "deaf", delay: 2 * time.Hour, deaf: true, lines: lines("pot")},
				&backend{name: "deaf body", pace: 2 * time.Hour, deaf: true, lines: lines("pot")},
				&backend{name: "fine", delay: s, lines: lines("tea")},
			).Search(ctx, "tea", test.limit)
			if now := testkit.Elapsed(); now != test.at {
				t.Errorf("%s at %v, and Search returned at %v", test.end, test.at, now)
			}
			time.Sleep(6 * time.Hour)
		})
	}
}

// Whoever is asked is told at once that the caller has left, and knows the caller's values.
func TestBackendsAreAskedInTheCallersContext(t *testing.T) {
	bubble(t, func(t *testing.T) {
		type key struct{}
		ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "request 7"))
		b := &backend{name: "deaf", delay: time.Hour, deaf: true}
		go service(b).Search(ctx, "tea", 1)
		testkit.SleepUntil(3*s - 1)
		calls := b.asked()
		if len(calls) != 1 {
			t.Fatalf("the backend was asked %d times", len(calls))
		}
		asked := calls[0].ctx
		if asked.Value(key{}) != "request 7" {
			t.Error("the context of a Query lacks the values of the caller's")
		}
		if asked.Err() != nil {
			t.Error("the context of a Query ended while the backend was being asked")
		}
		time.Sleep(1)
		cancel()
		if asked.Err() == nil {
			t.Error("the context of a Query goes on when the caller's has ended")
		}
		time.Sleep(3 * time.Hour)
	})
}

// However a search ends, the contexts of its queries have ended then.
func TestNoContextOutlivesItsSearch(t *testing.T) {
	fine := func() *backend { return &backend{name: "fine", delay: s, lines: lines("tea")} }
	deaf := func() *backend { return &backend{name: "deaf", delay: time.Hour, deaf: true} }
	down := func() *backend { return &backend{name: "down", fails: errors.New("backend is down")} }
	drips := func() *backend { return &backend{name: "drips", pace: 2 * s, lines: lines("a", "b", "c", "d", "e")} }
	for _, test := range []struct {
		name     string
		limit    int
		cancel   time.Duration
		backends []*backend
	}{
		{"all have answered", 10, 0, []*backend{fine(), down()}},
		{"there are hits enough", 1, 0, []*backend{fine(), down(), deaf(), drips()}},
		{"the time is up", 10, 0, []*backend{fine(), down(), deaf(), drips()}},
		{"the caller has left", 10, 3 * s, []*backend{fine(), down(), deaf(), drips()}},
	} {
		bubble(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if test.cancel > 0 {
				time.AfterFunc(test.cancel, cancel)
			}
			// A search that waits for the deaf one is late, which is another test's business.
			service(test.backends...).Search(ctx, "tea", test.limit)
			synctest.Wait()
			for _, b := range test.backends {
				for _, c := range b.asked() {
					if c.ctx.Err() == nil {
						t.Errorf("%s, Search has returned, and the context of %s goes on", test.name, b.name)
					}
				}
			}
			time.Sleep(3 * time.Hour)
		})
	}
}
