package fetch_test

import (
	"context"
	"net/http"
	"time"

	"fetch"
)

// The API as README.md gives it. If this file does not compile, the submission's
// API does not match.
var (
	_ func(transport http.RoundTripper, policy fetch.Policy) *fetch.Client            = fetch.New
	_ func(c *fetch.Client, ctx context.Context, url string) (body []byte, err error) = (*fetch.Client).Get
	_ func(c *fetch.Client, req *http.Request) (body []byte, err error)               = (*fetch.Client).Do

	_ error = &fetch.StatusError{Status: int(404)}
	_       = fetch.Policy{Timeout: time.Second, Attempts: int(1), Backoff: time.Second, MaxWait: time.Second}
)
