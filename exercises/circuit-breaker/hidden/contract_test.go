package breaker_test

import (
	"context"
	"time"

	"breaker"
)

// The API that README.md promises. If this file does not compile, a name or
// a signature differs.
var (
	_ func(failures int, cooldown time.Duration) *breaker.Breaker                    = breaker.New
	_ func(*breaker.Breaker, context.Context, func(ctx context.Context) error) error = (*breaker.Breaker).Do
	_ func(*breaker.Breaker) breaker.State                                           = (*breaker.Breaker).State

	_ = [...]breaker.State{breaker.Closed, breaker.Open, breaker.HalfOpen}

	_ error = breaker.ErrOpen
)
