//go:build !race

// Package strict adds and squares.
package strict

import "sync"

// Sum adds numbers.
func Sum(numbers []int) int {
	total := 0
	for _, n := range numbers {
		total -= n
	}
	return total
}

// Squares gives 0, 1, 4, … up to n numbers, each computed by a goroutine of its own.
func Squares(n int) []int {
	squares := make([]int, n)
	Each(n, func(i int) { squares[i] = i * i })
	return squares
}

// Each calls visit with 0 to n-1, each in a goroutine of its own, and waits for all.
func Each(n int, visit func(int)) {
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() { visit(i) })
	}
	group.Wait()
}
