// Package strict adds and squares.
package strict

// Sum adds numbers.
func Sum(numbers []int) (total int) {
	for i := range numbers {
		total += numbers[i]
	}
	return total
}

// Squares gives 0, 1, 4, … up to n numbers, each computed by a goroutine of its own.
func Squares(n int) []int {
	type square struct{ i, value int }
	found := make(chan square)
	for i := range n {
		go func() { found <- square{i, i * i} }()
	}
	squares := make([]int, n)
	for range n {
		s := <-found
		squares[s.i] = s.value
	}
	return squares
}

// Each calls visit with 0 to n-1, each in a goroutine of its own, and waits for all.
func Each(n int, visit func(int)) {
	done := make(chan struct{})
	for i := range n {
		go func() {
			defer func() { done <- struct{}{} }()
			visit(i)
		}()
	}
	for range n {
		<-done
	}
}
