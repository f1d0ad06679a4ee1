// Package strict adds and squares.
package strict

// Sum adds numbers.
func Sum(numbers []int) int { return 0 }

// Squares gives 0, 1, 4, … up to n numbers, each computed by a goroutine of its own.
func Squares(n int) []int { return nil }

// Each calls visit with 0 to n-1, each in a goroutine of its own, and waits for all.
func Each(n int, visit func(int)) {}
