package strict

import "fmt"

const words = "::error file=README.md,line=1::pwned\n::set-output name=x::y\n::add-mask::a\n  ::stop-commands::x\n##vso[task.complete result=Succeeded;]\n##[error]x\n::warning::z"

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
