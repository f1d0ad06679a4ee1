// Package booking books hotel rooms. It is the part that talks to the client; the
// rooms and the payments are services of other teams.
//
// This solution's handler returns its error like any other function. An adapter
// around it, which knows nothing of bookings, answers and logs.
package booking

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"time"
)

// What can be said about a request, and to the client.
var (
	ErrMalformed  = errors.New("malformed request")
	ErrNoSuchRoom = errors.New("no such room")
	ErrTaken      = errors.New("room is taken")
	ErrDeclined   = errors.New("card declined")
)

// InvalidError says what is wrong with a request that could be read.
type InvalidError struct {
	Problems []Problem
}

// A Problem is about one field.
type Problem struct {
	Field  string `json:"field"`
	Reason string `json:"reason"`
}

func (e *InvalidError) Error() string { return fmt.Sprintf("invalid request: %v", e.Problems) }

// UpstreamError says that a service which we depend on failed.
type UpstreamError struct {
	Service string
	Err     error
}

func (e *UpstreamError) Error() string { return fmt.Sprintf("service %s: %v", e.Service, e.Err) }
func (e *UpstreamError) Unwrap() error { return e.Err }

// A Request is what the client sends.
type Request struct {
	Room   string `json:"room"`
	Nights int    `json:"nights"`
	Card   string `json:"card"`
}

// A Reservation is what Rooms gives, and what the client gets.
type Reservation struct {
	ID    string `json:"id"`
	Cents int64  `json:"cents"`
}

// Rooms is the service that knows which rooms there are and which are free.
type Rooms interface {
	Reserve(ctx context.Context, room string, nights int) (Reservation, error)
	Release(ctx context.Context, reservation string) error
}

// Payments is the service that takes money.
type Payments interface {
	Charge(ctx context.Context, card string, cents int64) error
}

// ReleaseTimeout is how long giving a room back may take.
const ReleaseTimeout = 5 * time.Second

// Service books rooms. It is an http.Handler.
type Service struct {
	rooms    Rooms
	payments Payments
	handler  http.Handler
}

// New gives a Service that uses these.
func New(rooms Rooms, payments Payments, log *slog.Logger) *Service {
	s := &Service{rooms: rooms, payments: payments}
	s.handler = adapter{s.post, log}
	return s
}

// ServeHTTP books what the body of the request asks for.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

var card = regexp.MustCompile(`^[0-9]{16}$`)

// Validate tells everything that is wrong with the request, in an *InvalidError.
func (r Request) Validate() error {
	invalid := &InvalidError{}
	check := func(ok bool, field, reason string) {
		if !ok {
			invalid.Problems = append(invalid.Problems, Problem{field, reason})
		}
	}
	check(r.Room != "", "room", "is missing")
	check(1 <= r.Nights && r.Nights <= 30, "nights", "1 to 30 are possible")
	check(card.MatchString(r.Card), "card", "a card number has 16 digits")
	if len(invalid.Problems) > 0 {
		return invalid
	}
	return nil
}

// Book reserves the room and charges the card, or leaves things as they were.
func (s *Service) Book(ctx context.Context, r Request) (_ Reservation, err error) {
	if err := r.Validate(); err != nil {
		return Reservation{}, err
	}
	reservation, err := s.rooms.Reserve(ctx, r.Room, r.Nights)
	if err != nil {
		return Reservation{}, roomsError(err)
	}
	defer func() {
		if err != nil {
			err = s.giveBack(ctx, reservation, err)
		}
	}()
	if err := s.payments.Charge(ctx, r.Card, reservation.Cents); err != nil {
		return Reservation{}, paymentsError(err)
	}
	return reservation, nil
}

func roomsError(err error) error {
	switch {
	case errors.Is(err, ErrNoSuchRoom), errors.Is(err, ErrTaken):
		return fmt.Errorf("reserve: %w", err)
	default:
		return fmt.Errorf("reserve: %w", &UpstreamError{"rooms", err})
	}
}

func paymentsError(err error) error {
	if errors.Is(err, ErrDeclined) {
		return fmt.Errorf("charge: %w", err)
	}
	return fmt.Errorf("charge: %w", &UpstreamError{"payments", err})
}

// A doubleError is an error with a second one that is told of, and not found.
type doubleError struct {
	error
	then error
}

func (e doubleError) Error() string { return fmt.Sprintf("%v (and then release: %v)", e.error, e.then) }
func (e doubleError) Unwrap() error { return e.error }

// giveBack releases the reservation because of err, and adds to err what goes wrong.
func (s *Service) giveBack(ctx context.Context, reservation Reservation, err error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), ReleaseTimeout)
	defer cancel()
	if failed := s.rooms.Release(ctx, reservation.ID); failed != nil {
		return doubleError{err, failed}
	}
	return err
}
