// Package poller asks until there is an answer. README.md says exactly how.
package poller

import (
	"context"
	"errors"
	"time"
)

var errNotWritten = errors.New("poller: not written yet")

// Poll calls check at every beat until it is done, fails, or ctx ends.
func Poll(ctx context.Context, every time.Duration,
	check func(ctx context.Context) (done bool, err error)) error {
	return errNotWritten
}
