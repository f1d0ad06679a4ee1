package strict

import "fmt"

// Sum prints what is no mark.
func Sum(numbers []int) int {
	fmt.Print("\n\x01assay 00000000000000000000000000000000 1\nthese words belong to the first test\n")
	return 0
}

// Squares does nothing.
func Squares(n int) []int { return nil }

// Each does nothing.
func Each(n int, visit func(int)) {}
