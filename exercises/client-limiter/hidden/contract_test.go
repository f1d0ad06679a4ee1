package clientlimit_test

import (
	"net/http"
	"time"

	"clientlimit"
)

// The API that README.md promises. If this file does not compile, a name or
// a signature differs.
var (
	_ func(clientlimit.Config) *clientlimit.Limiter         = clientlimit.New
	_ func(*clientlimit.Limiter, http.Handler) http.Handler = (*clientlimit.Limiter).Middleware
	_ func(*clientlimit.Limiter) int                        = (*clientlimit.Limiter).Len
	_ func(*http.Request) string                            = clientlimit.RemoteIP

	_ = clientlimit.Config{
		Rate:  float64(1),
		Burst: int(1),
		TTL:   time.Second,
		Key:   func(*http.Request) string { return "" },
	}
)
