package booking

import (
	"context"
	"errors"
	"log/slog"
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

var errNotWritten = errors.New("booking: not written yet")

// Service books rooms. It is an http.Handler.
type Service struct {
	// yours
}

// New gives a Service that uses these.
func New(rooms Rooms, payments Payments, log *slog.Logger) *Service {
	return &Service{}
}

// Validate tells everything that is wrong with the request, in an *InvalidError.
func (r Request) Validate() error {
	return errNotWritten
}

// Book reserves the room and charges the card, or leaves things as they were.
func (s *Service) Book(ctx context.Context, r Request) (Reservation, error) {
	return Reservation{}, errNotWritten
}
