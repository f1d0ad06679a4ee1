package booking_test

import (
	"context"
	"log/slog"
	"net/http"

	"booking"
)

// The API as README.md gives it. If this file does not compile, the submission's
// API does not match.
var (
	_ func(booking.Rooms, booking.Payments, *slog.Logger) *booking.Service                  = booking.New
	_ func(booking.Request) error                                                           = booking.Request.Validate
	_ func(*booking.Service, context.Context, booking.Request) (booking.Reservation, error) = (*booking.Service).Book
	_ func(error) (int, booking.Body)                                                       = booking.ToHTTP
	_ http.Handler                                                                          = (*booking.Service)(nil)

	_ booking.Rooms    = (*hotel)(nil)
	_ booking.Payments = (*bank)(nil)
	_ interface {
		Reserve(ctx context.Context, room string, nights int) (booking.Reservation, error)
		Release(ctx context.Context, reservation string) error
	} = booking.Rooms(nil)
	_ interface {
		Charge(ctx context.Context, card string, cents int64) error
	} = booking.Payments(nil)

	_ error = &booking.InvalidError{Problems: []booking.Problem{{Field: "", Reason: ""}}}
	_ error = &booking.UpstreamError{Service: "", Err: error(nil)}
	_       = booking.Body{Code: "", Message: "", Problems: []booking.Problem{}, RequestID: ""}
	_       = booking.Request{Room: "", Nights: int(0), Card: ""}
	_       = booking.Reservation{ID: "", Cents: int64(0)}
	_       = [1]int{}[booking.ReleaseTimeout-5e9]
)
