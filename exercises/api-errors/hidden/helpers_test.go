package booking_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"booking"
)

// hotel is a fake of Rooms. It notes its calls, and answers with what it was told to.
type hotel struct {
	reserveErr error
	reserve    func(ctx context.Context) // called by Reserve
	release    func(ctx context.Context) error
	reserved   []reserved
	released   []string
}

type reserved struct {
	room   string
	nights int
}

func (h *hotel) Reserve(ctx context.Context, room string, nights int) (booking.Reservation, error) {
	h.reserved = append(h.reserved, reserved{room, nights})
	if h.reserve != nil {
		h.reserve(ctx)
	}
	if h.reserveErr != nil {
		return booking.Reservation{}, h.reserveErr
	}
	return booking.Reservation{ID: "r-17", Cents: 23800}, nil
}

func (h *hotel) Release(ctx context.Context, reservation string) error {
	h.released = append(h.released, reservation)
	if h.release != nil {
		return h.release(ctx)
	}
	return nil
}

// bank is a fake of Payments.
type bank struct {
	err     error
	charge  func(ctx context.Context) // called by Charge
	charged []charged
}

type charged struct {
	card  string
	cents int64
}

func (b *bank) Charge(ctx context.Context, card string, cents int64) error {
	b.charged = append(b.charged, charged{card, cents})
	if b.charge != nil {
		b.charge(ctx)
	}
	return b.err
}

const cardNumber = "4929123456781234"

var valid = booking.Request{Room: "12", Nights: 2, Card: cardNumber}

// book calls Book with a request that is valid.
func book(t *testing.T, h *hotel, b *bank) error {
	_, err := booking.New(h, b, slog.New(slog.DiscardHandler)).Book(t.Context(), valid)
	return err
}

// gone says that err is nil, or a nil pointer in an error. The difference has a test of its
// own, and what it is about is no business of the other tests.
func gone(err error) bool {
	v := reflect.ValueOf(err)
	return err == nil || v.Kind() == reflect.Pointer && v.IsNil()
}

// text is err.Error(), or "" where there is no error.
func text(err error) string {
	if gone(err) {
		return ""
	}
	return err.Error()
}

// An exchange is a request to the handler, its response, and what was logged.
type exchange struct {
	*httptest.ResponseRecorder
	log     []map[string]any
	logText string
}

const requestID = "req-8c1f"

// post sends body to a Service, whose logger writes JSON and leaves nothing out.
func post(t *testing.T, h *hotel, b *bank, body string) exchange {
	t.Helper()
	var log bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.Level(-100)}))
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/bookings", strings.NewReader(body))
	r.Header.Set("X-Request-Id", requestID)
	r.Header.Set("Content-Type", "application/json")
	x := exchange{ResponseRecorder: httptest.NewRecorder()}
	booking.New(h, b, logger).ServeHTTP(x, r)
	x.logText = log.String()
	for line := range strings.Lines(x.logText) {
		var record map[string]any
		if err := json.Unmarshal([]byte(line), &record); err != nil {
			t.Fatalf("a record of the log is not JSON: %v", err)
		}
		x.log = append(x.log, record)
	}
	return x
}

// asJSON is a request as the client sends it.
func asJSON(r booking.Request) string {
	text, err := json.Marshal(map[string]any{"room": r.Room, "nights": r.Nights, "card": r.Card})
	if err != nil {
		panic(err)
	}
	return string(text)
}

// errorBody reads the first JSON document of a response.
func errorBody(t *testing.T, x exchange) booking.Body {
	t.Helper()
	var body booking.Body
	if err := json.NewDecoder(bytes.NewReader(x.Body.Bytes())).Decode(&body); err != nil {
		t.Fatalf("the response is not JSON: %v: %q", err, x.Body)
	}
	return body
}

// A failing is a way in which a request can fail.
type failing struct {
	what  string
	body  string
	hotel hotel
	bank  bank
	cause string // what its record must contain, or nothing in particular
}

// failings gives each way to fail, with fakes that have not been used.
func failings() []failing {
	down := errors.New("dial tcp 10.0.3.7:5432: connection refused")
	invalid := valid
	invalid.Nights = 31
	return []failing{
		{what: "no JSON", body: `{"room":`},
		{what: "the wrong type", body: `{"room":"12","nights":"two","card":"` + cardNumber + `"}`},
		{what: "an invalid request", body: asJSON(invalid)},
		{what: "a room that is taken", body: asJSON(valid), hotel: hotel{reserveErr: booking.ErrTaken}, cause: booking.ErrTaken.Error()},
		{what: "a card that is declined", body: asJSON(valid), bank: bank{err: booking.ErrDeclined}, cause: booking.ErrDeclined.Error()},
		{what: "rooms that are down", body: asJSON(valid), hotel: hotel{reserveErr: down}, cause: down.Error()},
		{what: "payments that are down", body: asJSON(valid), bank: bank{err: down}, cause: down.Error()},
		{what: "payments and rooms that are down", body: asJSON(valid),
			hotel: hotel{release: func(context.Context) error { return errors.New("502 from rooms-v2.internal") }},
			bank:  bank{err: down}},
	}
}
