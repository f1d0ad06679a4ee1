package booking_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"booking"
)

// These tests are yours: run them with `go test -race`, change them, add to them.
// They are a beginning. The hidden tests check everything that README.md says.

// fakeRooms has one answer for everybody.
type fakeRooms struct {
	err      error
	released []string
}

func (f *fakeRooms) Reserve(context.Context, string, int) (booking.Reservation, error) {
	return booking.Reservation{ID: "r-17", Cents: 23800}, f.err
}

func (f *fakeRooms) Release(_ context.Context, reservation string) error {
	f.released = append(f.released, reservation)
	return nil
}

type fakePayments struct{ err error }

func (f fakePayments) Charge(context.Context, string, int64) error { return f.err }

var request = booking.Request{Room: "12", Nights: 2, Card: "4111111111111111"}

func TestBook(t *testing.T) {
	s := booking.New(&fakeRooms{}, fakePayments{}, slog.New(slog.DiscardHandler))
	got, err := s.Book(t.Context(), request)
	if err != nil || got.ID != "r-17" {
		t.Errorf("Book gave %+v, %v", got, err)
	}
}

func TestBookWhenTheCardIsDeclined(t *testing.T) {
	rooms := &fakeRooms{}
	s := booking.New(rooms, fakePayments{booking.ErrDeclined}, slog.New(slog.DiscardHandler))
	if _, err := s.Book(t.Context(), request); !errors.Is(err, booking.ErrDeclined) {
		t.Errorf("Book gave %v", err)
	}
	if len(rooms.released) != 1 {
		t.Errorf("released %q", rooms.released)
	}
}

func TestToHTTP(t *testing.T) {
	for _, err := range []error{booking.ErrTaken, fmt.Errorf("room 12: %w", booking.ErrTaken)} {
		if status, body := booking.ToHTTP(err); status != http.StatusConflict || body.Code != "taken" {
			t.Errorf("ToHTTP(%q) gave %d %+v", err, status, body)
		}
	}
}

func TestAFailureOverHTTP(t *testing.T) {
	var log bytes.Buffer
	rooms := &fakeRooms{err: errors.New("dial tcp 10.0.3.7:5432: connection refused")}
	s := booking.New(rooms, fakePayments{}, slog.New(slog.NewJSONHandler(&log, nil)))

	payload, _ := json.Marshal(request)
	r := httptest.NewRequest("POST", "/bookings", bytes.NewReader(payload))
	r.Header.Set("X-Request-Id", "req-1")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)

	if w.Code != http.StatusBadGateway {
		t.Errorf("the status is %d", w.Code)
	}
	if strings.Contains(w.Body.String(), "10.0.3.7") {
		t.Errorf("the client learns where our database is: %s", w.Body)
	}
	if n := strings.Count(log.String(), "\n"); n != 1 {
		t.Errorf("%d records in the log: %s", n, &log)
	}
}
