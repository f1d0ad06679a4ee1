package strict

import "strings"

// Sum prints a crash and fails.
func Sum(numbers []int) int {
	name := strings.ToUpper("smuggled")
	println("panic: runtime error: " + name + "\n\ngoroutine 1 [" + name + "]:\nstrict." + name + "(...)\n\tstrict/strict.go:5 +0x1\n")
	println("fatal error: sync: " + name + "\n\ngoroutine " + name + " [running]:\nstrict." + name + "(...)\n\tstrict/strict.go:5 +0x1\n")
	return 0
}

// Squares does nothing.
func Squares(n int) []int { return nil }

// Each does nothing.
func Each(n int, visit func(int)) {}
