// Package booking books hotel rooms. It is the part that talks to the client; the
// rooms and the payments are services of other teams.
//
// In this solution every error that means something to the client is of a type that
// knows what: it has a public method. ToHTTP walks through all that an error wraps
// and takes the most telling one.
package booking

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"
	"unicode"
)

// Body is what the client gets to read when something went wrong.
type Body struct {
	Code      string    `json:"code"`
	Message   string    `json:"message"`
	Problems  []Problem `json:"problems,omitempty"`
	RequestID string    `json:"request_id,omitempty"`
}

// A kind is what the client learns about an error; of two the one with the lower
// rank counts.
type kind struct {
	rank, status  int
	code, message string
}

func (k *kind) Error() string { return k.message }
func (k *kind) public() (int, int, Body) {
	return k.rank, k.status, Body{Code: k.code, Message: k.message}
}

// What can be said about a request, and to the client.
var (
	ErrMalformed  error = &kind{0, http.StatusBadRequest, "malformed", "the request cannot be read"}
	ErrNoSuchRoom error = &kind{2, http.StatusNotFound, "no_such_room", "there is no such room"}
	ErrTaken      error = &kind{3, http.StatusConflict, "taken", "the room is taken"}
	ErrDeclined   error = &kind{4, http.StatusPaymentRequired, "declined", "the card was declined"}

	canceled = &kind{5, 499, "canceled", "the request was canceled"}
	timeout  = &kind{6, http.StatusGatewayTimeout, "timeout", "the request took too long"}
	unknown  = &kind{8, http.StatusInternalServerError, "internal", "internal error"}
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

func (e *InvalidError) Error() string { return "invalid request" }

func (e *InvalidError) public() (int, int, Body) {
	return 1, http.StatusUnprocessableEntity, Body{Code: "invalid", Message: "please check the fields", Problems: e.Problems}
}

// UpstreamError says that a service which we depend on failed.
type UpstreamError struct {
	Service string
	Err     error
}

func (e *UpstreamError) Error() string { return fmt.Sprintf("%s failed: %v", e.Service, e.Err) }
func (e *UpstreamError) Unwrap() error { return e.Err }

func (e *UpstreamError) public() (int, int, Body) {
	return 7, http.StatusBadGateway, Body{Code: "upstream", Message: "a service that we need is out of order"}
}

// ToHTTP gives the status and the body that tell the client about err.
func ToHTTP(err error) (int, Body) {
	best, status, body := unknown.public()
	walk(err, func(node error) {
		teller, ok := node.(interface{ public() (int, int, Body) })
		switch {
		case ok:
		case node == context.Canceled:
			teller = canceled
		case node == context.DeadlineExceeded:
			teller = timeout
		default:
			return
		}
		if rank, s, b := teller.public(); rank < best {
			best, status, body = rank, s, b
		}
	})
	return status, body
}

// walk visits err and all that it wraps.
func walk(err error, visit func(error)) {
	visit(err)
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		if inner := e.Unwrap(); inner != nil {
			walk(inner, visit)
		}
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			walk(inner, visit)
		}
	}
}

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
	return &Service{rooms: rooms, payments: payments, log: log}
}

// Validate tells everything that is wrong with the request, in an *InvalidError.
func (r Request) Validate() error {
	var problems []Problem
	if len(r.Room) == 0 {
		problems = append(problems, Problem{"room", "which one?"})
	}
	if r.Nights <= 0 || r.Nights > 30 {
		problems = append(problems, Problem{"nights", "between 1 and 30"})
	}
	notDigit := func(c rune) bool { return c > unicode.MaxASCII || !unicode.IsDigit(c) }
	if len(r.Card) != 16 || strings.ContainsFunc(r.Card, notDigit) {
		problems = append(problems, Problem{"card", "16 digits, no spaces"})
	}
	if len(problems) == 0 {
		return nil
	}
	return &InvalidError{Problems: problems}
}

// Book reserves the room and charges the card, or leaves things as they were.
func (s *Service) Book(ctx context.Context, r Request) (Reservation, error) {
	err := r.Validate()
	if err != nil {
		return Reservation{}, fmt.Errorf("book: %w", err)
	}
	reservation, err := s.rooms.Reserve(ctx, r.Room, r.Nights)
	switch {
	case err == nil:
	case errors.Is(err, ErrNoSuchRoom), errors.Is(err, ErrTaken):
		return Reservation{}, fmt.Errorf("book room %s: %w", r.Room, err)
	default:
		return Reservation{}, &UpstreamError{"rooms", err}
	}

	err = s.payments.Charge(ctx, r.Card, reservation.Cents)
	if err == nil {
		return reservation, nil
	}
	if !errors.Is(err, ErrDeclined) {
		err = &UpstreamError{"payments", err}
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), ReleaseTimeout)
	defer cancel()
	if again := s.rooms.Release(ctx, reservation.ID); again != nil {
		err = fmt.Errorf("%w [%v when the room was to be released]", err, again)
	}
	return Reservation{}, err
}

// ServeHTTP books what the body of the request asks for.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	reservation, err := s.serve(r)
	status, response := http.StatusCreated, any(reservation)
	if err != nil {
		var body Body
		status, body = ToHTTP(err)
		body.RequestID = r.Header.Get("X-Request-Id")
		response = body
		level := slog.LevelError
		if status < http.StatusInternalServerError {
			level = slog.LevelDebug
		}
		s.log.LogAttrs(r.Context(), level, body.Code, slog.String("request_id", body.RequestID), slog.Any("error", err))
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	text, _ := json.Marshal(response) // strings and numbers only
	w.Write(text)
}

func (s *Service) serve(r *http.Request) (Reservation, error) {
	var request Request
	if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
		return Reservation{}, errors.Join(ErrMalformed, err)
	}
	return s.Book(r.Context(), request)
}
