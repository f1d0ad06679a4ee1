package strict

import "fmt"

const words = "\u202e001 fo tuo 001\u202c \u2066x\u2069\u200b\u200e\ufeff"

// Sum says something.
func Sum(numbers []int) int {
	fmt.Println(words)
	println(words)
	panic(words)
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
