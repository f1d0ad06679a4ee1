package search_test

import (
	"context"
	"io"
	"time"

	"search"
)

// The API that README.md promises. If this file does not compile, a name or
// a signature differs.
var (
	_ func(time.Duration, ...search.Backend) *search.Service                     = search.New
	_ func(*search.Service, context.Context, string, int) (search.Answer, error) = (*search.Service).Search
	_ func(*search.Service) []string                                             = (*search.Service).Active

	_ search.Backend = interface {
		Name() string
		Query(ctx context.Context, query string) (io.ReadCloser, error)
	}(nil)
	_       = search.Hit{Backend: "name", Title: "title", URL: "url"}
	_       = search.Answer{Hits: []search.Hit(nil), Failed: map[string]error(nil)}
	_ error = search.ErrMalformed
)
