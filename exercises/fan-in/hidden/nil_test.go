package fanin_test

import (
	"testing"

	"fanin"
)

// An input that is nil counts as closed, alone and among others.
func TestANilInputCountsAsClosed(t *testing.T) {
	bubble(t, func(t *testing.T) {
		input := full(1, 2)
		out := fanin.Merge(t.Context(), nil, input, nil, nil)
		settle(s)
		close(input)
		if got := read(out, plenty); !got.closed {
			t.Error("one input is closed, the others are nil, and the output is not closed")
		}
		if got := read(fanin.Merge[scan](t.Context(), nil), plenty); !got.closed {
			t.Error("the only input is nil, and the output is not closed")
		}
	})
}
