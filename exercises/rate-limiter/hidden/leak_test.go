package ratelimit_test

import (
	"context"
	"testing"
	"time"

	"assay.test/testkit"
	"ratelimit"
)

func TestNothingKeepsRunning(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		l := ratelimit.New(1, 1)
		l.Allow()
		l.Wait(context.Background())
		ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
		defer cancel()
		l.Wait(ctx)
		l.Wait(context.Background())
	})
}
