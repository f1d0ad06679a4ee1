package workerpool_test

import (
	"context"

	"workerpool"
)

// The API as README.md gives it. If this file does not compile, the submission's
// API does not match.
var (
	_ func(workers, queue int, handle func(reading)) *workerpool.Pool[reading]  = workerpool.New[reading]
	_ func(p *workerpool.Pool[reading], ctx context.Context, job reading) error = (*workerpool.Pool[reading]).Submit
	_ func(p *workerpool.Pool[reading], job reading) error                      = (*workerpool.Pool[reading]).TrySubmit
	_ func(p *workerpool.Pool[reading]) error                                   = (*workerpool.Pool[reading]).Close

	_ error = workerpool.ErrClosed
	_ error = workerpool.ErrFull
	_ error = &workerpool.PanicError{Jobs: int(1), First: any("value")}
)

// reading is what the tests submit: a probe's number, which tells readings apart.
type reading struct {
	probe int
}
