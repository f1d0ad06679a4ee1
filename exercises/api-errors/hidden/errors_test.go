package booking_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"booking"
)

func contains(err error, part string) bool { return strings.Contains(text(err), part) }

// dialError is what a client of another package might return.
type dialError struct{ address string }

func (e *dialError) Error() string { return "cannot reach " + e.address }

// Whatever a service returned can be found in the error of Book.
func TestBookKeepsTheCause(t *testing.T) {
	timeout := fmt.Errorf("after 3 tries: %w", context.DeadlineExceeded)
	dial := fmt.Errorf("after 3 tries: %w", &dialError{"10.0.3.7"})
	declined := fmt.Errorf("code 51: %w", booking.ErrDeclined)
	taken := fmt.Errorf("until Sunday: %w", booking.ErrTaken)
	none := fmt.Errorf("hotel 3: %w", booking.ErrNoSuchRoom)
	for _, test := range []struct {
		service string
		cause   error
	}{{"rooms", timeout}, {"rooms", dial}, {"rooms", taken}, {"rooms", none}, {"payments", timeout}, {"payments", dial}, {"payments", declined}} {
		err := failWith(t, test.service, test.cause)
		if !errors.Is(err, test.cause) {
			t.Errorf("%s failed with %q, and errors.Is does not find it in %q", test.service, test.cause, text(err))
		}
		if !contains(err, test.cause.Error()) {
			t.Errorf("%s failed with %q, and the text of Book's error is %q", test.service, test.cause, text(err))
		}
		var want, got *dialError
		if errors.As(test.cause, &want) && (!errors.As(err, &got) || got != want) {
			t.Errorf("%s failed with a *dialError, and errors.As does not find it in %q", test.service, text(err))
		}
	}
}

// A failure names its service.
func TestAFailureNamesItsService(t *testing.T) {
	for _, service := range []string{"rooms", "payments"} {
		for _, cause := range []error{errors.New("boom"), context.DeadlineExceeded} {
			var upstream *booking.UpstreamError
			if err := failWith(t, service, cause); !errors.As(err, &upstream) || upstream.Service != service {
				t.Errorf("%s failed with %q, and Book gave %q: want an *UpstreamError with that service", service, cause, text(err))
			}
		}
	}
}

// That a room is taken is an answer, and no failure of the service that says so.
func TestAnAnswerIsNoFailure(t *testing.T) {
	for _, test := range []struct {
		service string
		answer  error
	}{{"rooms", booking.ErrTaken}, {"rooms", booking.ErrNoSuchRoom}, {"payments", booking.ErrDeclined}} {
		for _, answer := range []error{test.answer, fmt.Errorf("request 3: %w", test.answer)} {
			var upstream *booking.UpstreamError
			if err := failWith(t, test.service, answer); gone(err) || errors.As(err, &upstream) {
				t.Errorf("%s answered %q, and Book gave %q: want an error without *UpstreamError", test.service, answer, text(err))
			}
		}
	}
}

// failWith gives the error of a Book in which one service fails.
func failWith(t *testing.T, service string, cause error) error {
	if service == "rooms" {
		return book(t, &hotel{reserveErr: cause}, &bank{})
	}
	return book(t, &hotel{}, &bank{err: cause})
}

var rows = []struct {
	err    error
	status int
	code   string
}{
	{booking.ErrMalformed, 400, "malformed"},
	{&booking.InvalidError{Problems: []booking.Problem{{Field: "room", Reason: "is missing"}}}, 422, "invalid"},
	{booking.ErrNoSuchRoom, 404, "no_such_room"},
	{booking.ErrTaken, 409, "taken"},
	{booking.ErrDeclined, 402, "declined"},
	{context.Canceled, 499, "canceled"},
	{context.DeadlineExceeded, 504, "timeout"},
	{&booking.UpstreamError{Service: "rooms", Err: errors.New("boom")}, 502, "upstream"},
	{errors.New("boom"), 500, "internal"},
}

func TestEachErrorHasItsStatus(t *testing.T) {
	for _, row := range rows {
		status, body := booking.ToHTTP(row.err)
		if status != row.status || body.Code != row.code {
			t.Errorf("ToHTTP(%T %q) gave %d %q, want %d %q", row.err, row.err, status, body.Code, row.status, row.code)
		}
		if strings.TrimSpace(body.Message) == "" {
			t.Errorf("ToHTTP(%q) gave no message", row.err)
		}
		if body.RequestID != "" {
			t.Errorf("ToHTTP(%q) made up the request id %q", row.err, body.RequestID)
		}
		var problems int
		if row.code == "invalid" {
			problems = 1
		}
		if len(body.Problems) != problems {
			t.Errorf("ToHTTP(%q) gave the problems %v", row.err, body.Problems)
		}
	}
}

// What is wrapped, once or often or beside others, means the same as when it is bare. (What
// it means is another test's question.)
func TestWrappingChangesNothing(t *testing.T) {
	_, unknown := booking.ToHTTP(errors.New("boom"))
	for _, row := range rows[:len(rows)-1] {
		want, wantBody := booking.ToHTTP(row.err)
		if wantBody.Code == unknown.Code {
			t.Errorf("ToHTTP(%q) is the same as that of an unknown error", row.err)
		}
		once := fmt.Errorf("book: %w", row.err)
		for _, err := range []error{
			once,
			fmt.Errorf("handle: %w", once),
			errors.Join(errors.New("boom"), once),
			fmt.Errorf("%w, and then %w", errors.New("boom"), errors.Join(once, errors.New("bang"))),
		} {
			if status, body := booking.ToHTTP(err); status != want || body.Code != wantBody.Code || len(body.Problems) != len(wantBody.Problems) {
				t.Errorf("ToHTTP(%q) gave %d %+v, want what the error in it gets: %d %+v", err, status, body, want, wantBody)
			}
		}
	}
}

// Where two rows apply the upper one counts, whichever comes first in the error.
func TestTheFirstRowCounts(t *testing.T) {
	for i, upper := range rows[:len(rows)-1] {
		want, _ := booking.ToHTTP(upper.err)
		for _, lower := range rows[i+1:] {
			for _, err := range []error{errors.Join(upper.err, lower.err), errors.Join(lower.err, upper.err)} {
				if status, _ := booking.ToHTTP(err); status != want {
					t.Errorf("ToHTTP of %q and %q gave %d, want %d as for the first", upper.err, lower.err, status, want)
				}
			}
		}
	}
}
