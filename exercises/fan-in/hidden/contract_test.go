package fanin_test

import (
	"context"

	"fanin"
)

// The API as README.md gives it. If this file does not compile, the submission's
// API does not match.
var (
	_ func(ctx context.Context, inputs ...<-chan scan) <-chan scan   = fanin.Merge[scan]
	_ func(ctx context.Context, inputs ...<-chan error) <-chan error = fanin.Merge[error]
)

// scan is what the tests merge: the n-th scan of a depot. Depots and scans count
// from 1, so the zero value is none of them.
type scan struct {
	depot, n int
}
