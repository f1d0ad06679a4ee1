package strict

import "fmt"

const words = "\xff\xfe\xc0\x80\xed\xa0\x80\xf4\x90\x80\x80"

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
