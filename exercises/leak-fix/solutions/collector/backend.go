package search

import (
	"context"
	"errors"
	"io"
)

// Backend is one of the places where a Service searches.
type Backend interface {
	// Name tells the backends of a service apart.
	Name() string

	// Query asks the backend. The body is its answer, a hit in each line: title, tab, URL.
	// If there is an error, the body is nil.
	//
	// The context holds for the body, too: when it has ended, Query and Read give up.
	// Most do so at once; some need a while to come back, or even answer yet.
	// Whoever is given a body must close it. Close never blocks, and may be
	// called at any time, from any goroutine, and more than once.
	Query(ctx context.Context, query string) (body io.ReadCloser, err error)
}

// ErrMalformed says that a line of an answer is no hit.
var ErrMalformed = errors.New("search: malformed answer")

// Hit is something that a backend found.
type Hit struct {
	Backend string // its name
	Title   string
	URL     string
}

// Answer is what a search came to.
type Answer struct {
	Hits   []Hit
	Failed map[string]error // why a backend has no hits here, by its name
}
