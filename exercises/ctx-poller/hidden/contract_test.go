package poller_test

import (
	"context"
	"time"

	"poller"
)

// The API as README.md gives it. If this file does not compile, the submission's
// API does not match.
var _ func(ctx context.Context, every time.Duration, check func(context.Context) (bool, error)) error = poller.Poll
