package fanout_test

import (
	"context"

	"fanout"
)

// The API as README.md gives it. If this file does not compile, the submission's
// API does not match.
var (
	_ func(ctx context.Context, limit int, items []part,
		f func(context.Context, part) (int, error)) ([]int, error) = fanout.Map[part, int]

	_ error = &fanout.PanicError{Item: int(1), Value: any("value")}
)
