//go:build !race

package harness

// raceErrors is zero in a binary without the race detector, which assay builds where
// a criterion counts allocations.
func raceErrors() int { return 0 }
