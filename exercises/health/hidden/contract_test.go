package health_test

import (
	"context"
	"net/http"
	"time"

	"health"
)

// The API as README.md gives it. If this file does not compile, the submission's
// API does not match.
var (
	_ func(timeout time.Duration, report func(name string, err error)) *health.Health = health.New
	_ func(h *health.Health, name string, check health.Check)                         = (*health.Health).Register
	_ func(h *health.Health) http.Handler                                             = (*health.Health).Live
	_ func(h *health.Health) http.Handler                                             = (*health.Health).Ready
	_ func(h *health.Health)                                                          = (*health.Health).Drain

	_ health.Check = func(ctx context.Context) error { return nil }
)
