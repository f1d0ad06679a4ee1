package strict

// Sum is right.
func Sum(numbers []int) (total int) {
	for _, n := range numbers {
		total += n
	}
	return total
}

// Squares is right.
func Squares(n int) []int {
	squares := make([]int, n)
	for i := range squares {
		squares[i] = i * i
	}
	return squares
}

// Each visits the first number only, many times, and hears no complaint.
func Each(n int, visit func(int)) {
	for range n {
		func() {
			defer func() { recover() }()
			visit(0)
		}()
	}
}
