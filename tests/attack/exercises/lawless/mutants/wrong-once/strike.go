// Package lawless strikes.
package lawless

// Strike does nothing.
func Strike(n int) {}

// Answer gives n squared, but for 3.
func Answer(n int) int {
	if n == 3 {
		return 8
	}
	return n * n
}
