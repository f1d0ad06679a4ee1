package start

import (
	"math/bits"
	"math/rand/v2"
	"testing"
)

func TestPopcount(t *testing.T) {
	check := func(x uint64) {
		if have, want := popcount(x), int64(bits.OnesCount64(x)); have != want {
			t.Fatalf("%#x has %d bits, want %d", x, have, want)
		}
	}
	for shift := range 65 {
		check(1 << shift)
		check(1<<shift - 1)
		check(^uint64(0) << shift)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		check(random.Uint64())
	}
}
