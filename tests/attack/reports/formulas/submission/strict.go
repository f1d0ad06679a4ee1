package strict

import "fmt"

const words = "=HYPERLINK(\"http://evil.example\")\n+1+cmd|' /C calc'!A0\n-1\n@SUM(1)\t=1"

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
