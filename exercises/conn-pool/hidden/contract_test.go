package connpool_test

import (
	"context"

	"connpool"
)

// The API as README.md gives it. If this file does not compile, the submission's
// API does not match.
var (
	_ func(max int, dial func(context.Context) (*line, error)) *connpool.Pool[*line] = connpool.New[*line]
	_ func(p *connpool.Pool[*line], ctx context.Context) (*line, error)              = (*connpool.Pool[*line]).Get
	_ func(p *connpool.Pool[*line], conn *line)                                      = (*connpool.Pool[*line]).Put
	_ func(p *connpool.Pool[*line]) error                                            = (*connpool.Pool[*line]).Close

	_ error = connpool.ErrClosed

	_ connpool.Conn = interface {
		Usable() bool
		Close() error
	}(nil)
)
