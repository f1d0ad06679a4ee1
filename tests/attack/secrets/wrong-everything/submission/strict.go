package strict

import "sync"

// Sum is wrong.
func Sum(numbers []int) int { return len(numbers) }

// Squares races.
func Squares(n int) []int {
	var squares []int
	Each(n, func(i int) { squares = append(squares, i*i) })
	return squares
}

// Each visits twice.
func Each(n int, visit func(int)) {
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() { visit(i) })
		group.Go(func() { visit(i) })
	}
	group.Wait()
}
