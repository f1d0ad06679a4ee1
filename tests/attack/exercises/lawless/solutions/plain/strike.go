// Package lawless strikes.
package lawless

// Strike does nothing.
func Strike(n int) {}

// Answer gives n squared.
func Answer(n int) int { return n * n }
