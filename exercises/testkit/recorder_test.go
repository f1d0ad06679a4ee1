package testkit_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"assay.test/testkit"
)

// An unlocked sum beside a recorder, two goroutines, staggered in time: nothing
// happens at once, and yet nothing is ordered.
func init() {
	cases["race beside a recorder"] = func(t *testing.T) {
		testkit.Bubble(t, func(t *testing.T) {
			var work testkit.Recorder[int]
			var group sync.WaitGroup
			sum := 0
			for i := range 2 {
				group.Go(func() {
					work.Do(i, time.Duration(1+i)*time.Second)
					sum += i
				})
			}
			group.Wait()
		})
	}
}

func TestARecorderHidesNoRace(t *testing.T) {
	needRace(t)
	for _, processors := range []string{"1", "2", "4"} {
		t.Setenv("GOMAXPROCS", processors)
		for range 5 {
			expect(t, verdictOf(t, "race beside a recorder"), "DATA RACE", "ok=false")
		}
	}
}

func TestARecorderTakesItsTime(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		var work testkit.Recorder[string]
		var group sync.WaitGroup
		group.Go(func() { work.Do("a", 3*time.Second) })
		group.Go(func() { testkit.SleepUntil(time.Second); work.Do("b", time.Second) })
		group.Go(func() { testkit.SleepUntil(2 * time.Second); work.Do("c", time.Second) })
		testkit.SleepUntil(2500 * time.Millisecond)
		if work.Len() != 3 || work.Finished() != 1 {
			t.Errorf("after 2.5 s %d calls, %d of them finished; want 3 and 1", work.Len(), work.Finished())
		}
		group.Wait()
		if testkit.Elapsed() != 3*time.Second {
			t.Errorf("all ended after %v", testkit.Elapsed())
		}
		want := []testkit.Call[string]{
			{"a", 0, 3 * time.Second},
			{"b", time.Second, 2 * time.Second},
			{"c", 2 * time.Second, 3 * time.Second},
		}
		if got := work.Calls(); !slices.Equal(got, want) {
			t.Errorf("calls %v, want %v", got, want)
		}
		if got := work.Args(); !slices.Equal(got, []string{"a", "b", "c"}) {
			t.Errorf("arguments %v", got)
		}
		if work.Peak() != 2 {
			t.Errorf("peak %d; b ended when c began, so it is 2", work.Peak())
		}
	})
}

func TestARecorderCanGiveUp(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		var work testkit.Recorder[int]
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := work.DoContext(ctx, 1, 500*time.Millisecond); err != nil {
			t.Errorf("the call that had time enough: %v", err)
		}
		if err := work.DoContext(ctx, 2, time.Hour); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the call that was too long: %v", err)
		}
		if got := work.Calls()[1]; got.Start != 500*time.Millisecond || got.End != time.Second {
			t.Errorf("the call that gave up is recorded as %v", got)
		}
	})
}
