package strict

import "sync"

// Sum is right.
func Sum(numbers []int) (total int) {
	for _, n := range numbers {
		total += n
	}
	return total
}

// Squares is right, but leaves a goroutine behind.
func Squares(n int) []int {
	squares := make([]int, n)
	Each(n, func(i int) { squares[i] = i * i })
	go func() { select {} }()
	return squares
}

// Each is right.
func Each(n int, visit func(int)) {
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() { visit(i) })
	}
	group.Wait()
}
