package fanout_test

import (
	"errors"
	"testing"
	"time"

	"assay.test/testkit"
	"fanout"
)

// A call panics while others have succeeded: Map says which, and with what.
func TestAPanicIsAFailure(t *testing.T) {
	for _, limit := range []int{1, 3} {
		bubble(t, func(t *testing.T) {
			var sup supplier
			items := parts(part{takes: s}, part{takes: 2 * s, panics: "no such hotel"}, part{takes: s})
			got, err := fanout.Map(t.Context(), limit, items[:max(2, limit)], sup.ask)
			var failure *fanout.PanicError
			if !errors.As(err, &failure) || got != nil {
				t.Fatalf("limit %d: a call panicked, and Map gave %v, %v", limit, got, err)
			}
			if failure.Item != 1 || failure.Value != "no such hotel" {
				t.Errorf("limit %d: the call for item 1 panicked, and Map says %d, with %v", limit, failure.Item, failure.Value)
			}
			if failure.Error() == "" {
				t.Error("the failure has no text")
			}
		})
	}
}

// What an error does to the other calls, a panic does, too. (What an error does is
// another criterion's business.)
func TestAPanicCancelsAsAnErrorDoes(t *testing.T) {
	var took []time.Duration
	for _, first := range []part{{takes: s, fails: errSoldOut}, {takes: s, panics: "no such hotel"}} {
		bubble(t, func(t *testing.T) {
			var sup supplier
			fanout.Map(t.Context(), 2, parts(first, part{takes: 60 * s, heeds: true}), sup.ask)
			took = append(took, testkit.Elapsed())
			settle(2 * time.Minute)
		})
	}
	if took[0] != took[1] {
		t.Errorf("with an error after 1s Map took %v, with a panic %v", took[0], took[1])
	}
}
