package strict

import "fmt"

// Sum uses up what there is.
func Sum(numbers []int) int {
	for {
		fmt.Print("\n\x01assay 0123456789abcdef0123456789abcdef 0\n")
	}
	return 0
}

// Squares is right.
func Squares(n int) []int {
	squares := make([]int, n)
	for i := range squares {
		squares[i] = i * i
	}
	return squares
}

// Each is right.
func Each(n int, visit func(int)) {
	for i := range n {
		visit(i)
	}
}
