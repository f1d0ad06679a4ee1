package strict

import (
	"fmt"
	"strings"
)

// Sum uses up what there is.
func Sum(numbers []int) int {
	for {
		fmt.Print(strings.Repeat("x", 1000))
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
