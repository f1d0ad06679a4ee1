// Package booking books hotel rooms. It is the part that talks to the client; the
// rooms and the payments are services of other teams. README.md says what each
// function promises.
package booking

import (
	"errors"
	"fmt"
)

// What can be said about a request, and to the client.
var (
	// ErrMalformed: the body of the request cannot be read.
	ErrMalformed = errors.New("malformed request")
	// ErrNoSuchRoom comes from Rooms.
	ErrNoSuchRoom = errors.New("no such room")
	// ErrTaken comes from Rooms.
	ErrTaken = errors.New("room is taken")
	// ErrDeclined comes from Payments.
	ErrDeclined = errors.New("card declined")
)

// InvalidError says what is wrong with a request that could be read.
type InvalidError struct {
	Problems []Problem
}

// A Problem is about one field.
type Problem struct {
	Field  string `json:"field"`  // as in the JSON of the request
	Reason string `json:"reason"` // for the client
}

func (e *InvalidError) Error() string {
	return fmt.Sprintf("invalid request: %d problems", len(e.Problems))
}

// UpstreamError says that a service which we depend on failed.
type UpstreamError struct {
	Service string // "rooms" or "payments"
	Err     error  // what it, or the way to it, said
}

func (e *UpstreamError) Error() string {
	return fmt.Sprintf("service %s: %v", e.Service, e.Err)
}
