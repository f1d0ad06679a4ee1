package ratelimit_test

import (
	"context"

	"ratelimit"
)

// The API that README.md promises. If this file does not compile, a name or
// a signature differs.
var (
	_ func(rate float64, burst int) *ratelimit.Limiter = ratelimit.New
	_ func(*ratelimit.Limiter) bool                    = (*ratelimit.Limiter).Allow
	_ func(*ratelimit.Limiter, context.Context) error  = (*ratelimit.Limiter).Wait
)
