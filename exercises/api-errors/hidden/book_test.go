package booking_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"assay.test/testkit"
	"booking"
)

type ctxKey struct{}

func TestBookReservesAndCharges(t *testing.T) {
	h, b := &hotel{}, &bank{}
	got, err := booking.New(h, b, slog.New(slog.DiscardHandler)).Book(t.Context(), valid)
	if !gone(err) || got != (booking.Reservation{ID: "r-17", Cents: 23800}) {
		t.Errorf("Book gave %+v and the error %q", got, text(err))
	}
	if want := []reserved{{"12", 2}}; !slices.Equal(h.reserved, want) {
		t.Errorf("reserved %v, want %v", h.reserved, want)
	}
	if want := []charged{{cardNumber, 23800}}; !slices.Equal(b.charged, want) {
		t.Errorf("charged %v, want %v", b.charged, want)
	}
	if len(h.released) != 0 {
		t.Errorf("both succeeded, and %v was released", h.released)
	}
}

// The services see the caller's context: its values, and its end.
func TestTheServicesGetTheContextOfTheCaller(t *testing.T) {
	ctx, cancel := context.WithCancel(context.WithValue(t.Context(), ctxKey{}, "trace"))
	check := func(service string) func(context.Context) {
		return func(got context.Context) {
			if got.Value(ctxKey{}) != "trace" || got.Err() != ctx.Err() {
				t.Errorf("%s got another context than that of the caller", service)
			}
		}
	}
	h, b := &hotel{}, &bank{charge: check("payments")}
	h.reserve = func(got context.Context) {
		check("rooms")(got)
		cancel()
		check("rooms")(got)
	}
	booking.New(h, b, slog.New(slog.DiscardHandler)).Book(ctx, valid)
	if len(b.charged) != 1 {
		t.Errorf("payments was called %d times", len(b.charged))
	}
}

// What succeeded has no error at all, not even one that holds a nil pointer.
func TestNoErrorIsNil(t *testing.T) {
	if err := valid.Validate(); err != nil {
		t.Errorf("Validate of a valid request gave an error that is not nil: %T", err)
	}
	if err := book(t, &hotel{}, &bank{}); err != nil {
		t.Errorf("Book that succeeded gave an error that is not nil: %T", err)
	}
}

func TestEveryProblemIsReported(t *testing.T) {
	for _, test := range []struct {
		request booking.Request
		fields  []string
	}{
		{booking.Request{Room: "12", Nights: 1, Card: "0000000000000000"}, nil},
		{booking.Request{Room: "12", Nights: 30, Card: "9999999999999999"}, nil},
		{booking.Request{Room: "", Nights: 2, Card: cardNumber}, []string{"room"}},
		{booking.Request{Room: "12", Nights: 0, Card: cardNumber}, []string{"nights"}},
		{booking.Request{Room: "12", Nights: -3, Card: cardNumber}, []string{"nights"}},
		{booking.Request{Room: "12", Nights: 31, Card: cardNumber}, []string{"nights"}},
		{booking.Request{Room: "12", Nights: 2, Card: ""}, []string{"card"}},
		{booking.Request{Room: "12", Nights: 2, Card: "123456781234567"}, []string{"card"}},
		{booking.Request{Room: "12", Nights: 2, Card: "12345678123456789"}, []string{"card"}},
		{booking.Request{Room: "12", Nights: 2, Card: "1234 5678 1234 5"}, []string{"card"}},
		{booking.Request{Room: "12", Nights: 2, Card: "123456781234567\n"}, []string{"card"}},
		{booking.Request{}, []string{"card", "nights", "room"}},
	} {
		err := test.request.Validate()
		if test.fields == nil {
			if !gone(err) {
				t.Errorf("%+v is valid, and Validate gave %q", test.request, text(err))
			}
			continue
		}
		var invalid *booking.InvalidError
		if !errors.As(err, &invalid) || invalid == nil {
			t.Errorf("Validate of %+v gave %T, want an *InvalidError", test.request, err)
			continue
		}
		var fields []string
		for _, p := range invalid.Problems {
			fields = append(fields, p.Field)
			if p.Reason == "" {
				t.Errorf("the problem with %s of %+v has no reason", p.Field, test.request)
			}
		}
		slices.Sort(fields)
		if !slices.Equal(fields, test.fields) {
			t.Errorf("Validate of %+v found problems with %q, want %q", test.request, fields, test.fields)
		}
	}
}

func TestAnInvalidRequestReachesNoService(t *testing.T) {
	h, b := &hotel{}, &bank{}
	_, err := booking.New(h, b, slog.New(slog.DiscardHandler)).Book(t.Context(), booking.Request{Room: "12", Card: cardNumber})
	var invalid *booking.InvalidError
	if !errors.As(err, &invalid) || invalid == nil {
		t.Errorf("Book of an invalid request gave %T, want an *InvalidError", err)
	}
	if len(h.reserved)+len(b.charged)+len(h.released) != 0 {
		t.Error("an invalid request reached a service")
	}
}

// Whatever the reason, the room is given back, once; and only if there is one.
func TestAFailedChargeReleasesTheRoom(t *testing.T) {
	for _, reason := range []error{booking.ErrDeclined, fmt.Errorf("code 51: %w", booking.ErrDeclined), errors.New("down"), context.Canceled} {
		h := &hotel{}
		if gone(book(t, h, &bank{err: reason})) {
			t.Errorf("Charge failed with %q, and Book gave no error", reason)
		}
		if !slices.Equal(h.released, []string{"r-17"}) {
			t.Errorf("Charge failed with %q for reservation r-17, and these were released: %q", reason, h.released)
		}
	}
	h := &hotel{reserveErr: booking.ErrTaken}
	book(t, h, &bank{})
	if len(h.released) != 0 {
		t.Errorf("nothing was reserved, and %q was released", h.released)
	}
}

func TestReleaseOutlivesItsCaller(t *testing.T) {
	ctx, cancel := context.WithCancel(context.WithValue(t.Context(), ctxKey{}, "trace"))
	h := &hotel{}
	h.release = func(ctx context.Context) error {
		if err := ctx.Err(); err != nil {
			t.Errorf("the caller is gone, and Release got a context that has ended: %v", err)
		}
		if ctx.Value(ctxKey{}) != "trace" {
			t.Error("the context of Release lacks the values of the caller's")
		}
		return nil
	}
	b := &bank{err: context.Canceled, charge: func(context.Context) { cancel() }}
	booking.New(h, b, slog.New(slog.DiscardHandler)).Book(ctx, valid)
	if len(h.released) != 1 {
		t.Errorf("Release was called %d times", len(h.released))
	}
}

// Release hangs. In virtual time Book is back when ReleaseTimeout is over.
func TestReleaseDoesNotTakeForEver(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) {
		h := &hotel{}
		h.release = func(ctx context.Context) error {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(time.Hour):
				return nil
			}
		}
		err := book(t, h, &bank{err: booking.ErrDeclined})
		if now := testkit.Elapsed(); now != booking.ReleaseTimeout {
			t.Errorf("Release hangs, and Book was back after %v, want %v", now, booking.ReleaseTimeout)
		}
		if gone(err) {
			t.Error("Charge failed, and Book gave no error")
		}
	})
}

// A failed Release is told of, and changes nothing else.
func TestAFailedReleaseIsTold(t *testing.T) {
	for _, charge := range []error{booking.ErrDeclined, errors.New("bank down")} {
		without, _ := booking.ToHTTP(book(t, &hotel{}, &bank{err: charge}))
		for _, release := range []error{
			fmt.Errorf("tidy up: %w", booking.ErrNoSuchRoom),
			fmt.Errorf("tidy up: %w", context.DeadlineExceeded),
		} {
			h := &hotel{release: func(context.Context) error { return release }}
			err := book(t, h, &bank{err: charge})
			if !contains(err, charge.Error()) || !contains(err, release.Error()) {
				t.Errorf("Charge failed with %q, Release with %q, and the error of Book is %q", charge, release, text(err))
			}
			if with, _ := booking.ToHTTP(err); with != without {
				t.Errorf("Charge failed with %q: status %d; and when Release failed too, with %q: %d", charge, without, release, with)
			}
		}
	}
}
