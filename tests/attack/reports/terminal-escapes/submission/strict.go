package strict

import "fmt"

const words = "\x1b[2J\x1b]0;pwned\x07\x1b[8m\u009b31m"

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
