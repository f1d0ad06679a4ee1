// Package lawless strikes.
package lawless

// Strike does nothing.
func Strike(int) {}

// Answer gives n squared.
func Answer(n int) int {
	sum := 0
	for range n {
		sum += n
	}
	return sum
}
