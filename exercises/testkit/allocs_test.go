package testkit_test

import (
	"testing"

	"assay.test/testkit"
)

var sink []byte

func init() {
	cases["allocations under the race detector"] = func(t *testing.T) {
		testkit.Allocs(t, 10, func() {})
	}
}

func TestAllocs(t *testing.T) {
	if testkit.RaceEnabled {
		expect(t, verdictOf(t, "allocations under the race detector"), "ok=false", "-race")
		return
	}
	none := testkit.Allocs(t, 1000, func() {})
	two := testkit.Allocs(t, 1000, func() { sink = make([]byte, 100); sink = make([]byte, 200) })
	if none != 0 || two != 2 {
		t.Errorf("counted %v and %v allocations; want 0 and 2", none, two)
	}
}
