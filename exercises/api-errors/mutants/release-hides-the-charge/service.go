package booking

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"
)

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
	log      *slog.Logger
}

// New gives a Service that uses these.
func New(rooms Rooms, payments Payments, log *slog.Logger) *Service {
	return &Service{rooms, payments, log}
}

// Validate tells everything that is wrong with the request, in an *InvalidError.
func (r Request) Validate() error {
	var problems []Problem
	if r.Room == "" {
		problems = append(problems, Problem{"room", "must not be empty"})
	}
	if r.Nights < 1 || r.Nights > 30 {
		problems = append(problems, Problem{"nights", "must be from 1 to 30"})
	}
	if len(r.Card) != 16 || strings.Trim(r.Card, "0123456789") != "" {
		problems = append(problems, Problem{"card", "must have 16 digits"})
	}
	if problems == nil {
		return nil // a nil *InvalidError would make an error that is not nil
	}
	return &InvalidError{problems}
}

// Book reserves the room and charges the card, or leaves things as they were.
func (s *Service) Book(ctx context.Context, r Request) (Reservation, error) {
	if err := r.Validate(); err != nil {
		return Reservation{}, err
	}
	reservation, err := s.rooms.Reserve(ctx, r.Room, r.Nights)
	if err != nil {
		return Reservation{}, fmt.Errorf("reserve room %q: %w", r.Room, from("rooms", err, ErrNoSuchRoom, ErrTaken))
	}
	if err := s.payments.Charge(ctx, r.Card, reservation.Cents); err != nil {
		err = fmt.Errorf("charge for reservation %q: %w", reservation.ID, from("payments", err, ErrDeclined))
		if failed := s.release(ctx, reservation.ID); failed != nil {
			err = &UpstreamError{"rooms", failed}
		}
		return Reservation{}, err
	}
	return reservation, nil
}

// release gives the room back, even if whoever asked for it is gone.
func (s *Service) release(ctx context.Context, reservation string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), ReleaseTimeout)
	defer cancel()
	return s.rooms.Release(ctx, reservation)
}

// from makes an UpstreamError of err, unless err is one of the service's answers.
func from(service string, err error, answers ...error) error {
	for _, answer := range answers {
		if errors.Is(err, answer) {
			return err
		}
	}
	return &UpstreamError{service, err}
}
