// Package booking books hotel rooms. It is the part that talks to the client; the
// rooms and the payments are services of other teams.
//
// This solution keeps what the client learns in one table, and logs at one place:
// where the response is written.
package booking

import (
	"errors"
	"strings"
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
	Reason string `json:"reason"` // for the client; never the value
}

func (e *InvalidError) Error() string {
	var list []string
	for _, p := range e.Problems {
		list = append(list, p.Field+" "+p.Reason)
	}
	return "invalid request: " + strings.Join(list, ", ")
}

// UpstreamError says that a service which we depend on failed.
type UpstreamError struct {
	Service string // "rooms" or "payments"
	Err     error  // what it, or the way to it, said
}

func (e *UpstreamError) Error() string { return "service " + e.Service + ": " + e.Err.Error() }
