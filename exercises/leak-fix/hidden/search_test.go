package search_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"assay.test/testkit"
	"search"
)

func TestAnswersAreMerged(t *testing.T) {
	bubble(t, func(t *testing.T) {
		a := &backend{name: "a", delay: 3 * s, lines: []string{"tea\t/tea\n", "\t\n", "green\ttea\t/x\n", "pot\t/pot"}}
		b := &backend{name: "b", delay: s, pace: s / 4, lines: lines("cup", "lid")}
		none := &backend{name: "none", delay: 2 * s}
		answer, err := service(a, b, none).Search(t.Context(), "tea & milk", 10)
		want := []search.Hit{
			{Backend: "b", Title: "cup", URL: "/cup"}, {Backend: "b", Title: "lid", URL: "/lid"},
			{Backend: "a", Title: "tea", URL: "/tea"}, {Backend: "a"},
			{Backend: "a", Title: "green", URL: "tea\t/x"}, {Backend: "a", Title: "pot", URL: "/pot"},
		}
		if err != nil || len(answer.Failed) != 0 || !slices.Equal(answer.Hits, want) {
			t.Errorf("Search gave %q, %v; want %q", answer, err, want)
		}
		if now := testkit.Elapsed(); now != 3*s {
			t.Errorf("the last answer was complete at 3s, and Search returned at %v", now)
		}
		for _, b := range []*backend{a, b, none} {
			if calls := b.asked(); len(calls) != 1 || calls[0].query != "tea & milk" {
				t.Errorf("%s was asked %d times, or something else", b.name, len(calls))
			}
		}
	})
}

// A limit that several answers share, and one that nobody reaches.
func TestNoMoreHitsThanTheLimit(t *testing.T) {
	bubble(t, func(t *testing.T) {
		a := &backend{name: "a", delay: s, lines: lines("tea", "pot")}
		b := &backend{name: "b", delay: 2 * s, lines: lines("cup", "lid")}
		run(t, t.Context(), 3, expect{titles: []string{"tea", "pot", "cup"}, at: 2 * s}, b, a)
		run(t, t.Context(), 5, expect{titles: []string{"tea", "pot", "cup", "lid"}, at: 4 * s}, b, a)
		run(t, t.Context(), 5, expect{at: 4 * s})
	})
}

func TestAFailureCostsOnlyItsBackend(t *testing.T) {
	down, broken := errors.New("backend is down"), errors.New("connection broke")
	bubble(t, func(t *testing.T) {
		fine := &backend{name: "fine", delay: 5 * s, lines: lines("tea")}
		run(t, t.Context(), 10, expect{
			titles: []string{"tea"},
			failed: map[string]error{"down": down, "broken": broken, "short": broken, "garbled": search.ErrMalformed, "blank": search.ErrMalformed},
			at:     5 * s,
		},
			&backend{name: "down", delay: s, fails: down},
			&backend{name: "broken", delay: s, cut: broken},
			&backend{name: "short", delay: 2 * s, lines: lines("pot", "cup"), cut: broken},
			&backend{name: "garbled", delay: 3 * s, lines: []string{"pot\t/pot\n", "cup\n", "lid\t/lid\n"}},
			&backend{name: "blank", delay: 4 * s, lines: []string{"pot\t/pot\n", "\n"}},
			fine)
	})
	bubble(t, func(t *testing.T) { // all of them
		run(t, t.Context(), 1, expect{failed: map[string]error{"a": down, "b": broken}, at: 2 * s},
			&backend{name: "a", delay: 2 * s, fails: down}, &backend{name: "b", delay: s, cut: broken})
	})
}

// The search is over when there are hits enough, and an answer is complete with the
// last hit that counts: what comes after that is not waited for, and cannot fail.
func TestEnoughIsEnough(t *testing.T) {
	for _, after := range []*backend{
		{name: "long", pace: s, lines: lines("tea", "pot", "cup", "lid", "jar", "tin")},
		{name: "garbled", pace: s, lines: append(lines("tea", "pot"), "cup\n")},
		{name: "broken", pace: s, lines: lines("tea", "pot"), cut: errors.New("connection broke")},
	} {
		bubble(t, func(t *testing.T) {
			slow := &backend{name: "slow", delay: 8 * s, lines: lines("milk")}
			run(t, t.Context(), 2, expect{titles: []string{"tea", "pot"}, at: 2 * s}, slow, after)
		})
	}
}

func TestABackendHasUntilTheTimeout(t *testing.T) {
	bubble(t, func(t *testing.T) {
		late := context.DeadlineExceeded
		run(t, t.Context(), 10, expect{
			titles: []string{"tea", "last"},
			failed: map[string]error{"silent": late, "drips": late, "almost": late},
			at:     timeout,
		},
			&backend{name: "silent", delay: time.Hour},
			&backend{name: "drips", pace: 3 * s, lines: lines("pot", "cup", "lid", "jar")},
			&backend{name: "almost", delay: timeout + 1, lines: lines("tin")},
			&backend{name: "last", delay: timeout - 1, lines: lines("last")},
			&backend{name: "fine", delay: s, lines: lines("tea")})
	})
	bubble(t, func(t *testing.T) { // the time of a search begins with it
		time.Sleep(time.Minute)
		run(t, t.Context(), 1, expect{failed: map[string]error{"silent": context.DeadlineExceeded}, at: time.Minute + timeout},
			&backend{name: "silent", delay: time.Hour})
	})
}
