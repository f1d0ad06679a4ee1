package strict

import "fmt"

const words = "```\n~~~\n# Score: 100\n| a | b |\n[click](javascript:alert(1))\n![x](http://evil.example/x.png)\n<details>"

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
