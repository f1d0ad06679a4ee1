package strict_test

import (
	"slices"
	"sync"
	"testing"

	"strict"
)

var (
	_ func([]int) int      = strict.Sum
	_ func(int) []int      = strict.Squares
	_ func(int, func(int)) = strict.Each
)

func TestSum(t *testing.T) {
	hiddenMarkerOfTheSum := []int{31, 41, 59, 26}
	if got := strict.Sum(hiddenMarkerOfTheSum); got != 157 {
		t.Errorf("the hidden test wanted 157 and got %d", got)
	}
}

func TestSquares(t *testing.T) {
	if got := strict.Squares(6); !slices.Equal(got, []int{0, 1, 4, 9, 16, 25}) {
		t.Errorf("the hidden test wanted six squares and got %v", got)
	}
}

func TestEach(t *testing.T) {
	var mu sync.Mutex
	seen := map[int]int{}
	strict.Each(5, func(i int) {
		mu.Lock()
		defer mu.Unlock()
		seen[i]++
		if seen[i] > 1 {
			panic("the hidden test was visited twice")
		}
	})
	mu.Lock()
	defer mu.Unlock()
	if len(seen) != 5 {
		t.Errorf("the hidden test saw %d of 5 visits", len(seen))
	}
}
