package booking_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"booking"
)

// Whichever way a request fails, there is one record.
func TestAFailureIsLoggedOnce(t *testing.T) {
	for _, f := range failings() {
		if x := post(t, &f.hotel, &f.bank, f.body); len(x.log) != 1 {
			t.Errorf("%s: %d records in the log, want 1:\n%s", f.what, len(x.log), x.logText)
		}
	}
}

func TestSuccessIsNotLogged(t *testing.T) {
	x := post(t, &hotel{}, &bank{}, asJSON(valid))
	if x.Code >= 400 {
		t.Errorf("a valid request got %d", x.Code)
	}
	if len(x.log) != 0 {
		t.Errorf("a request that succeeded was logged:\n%s", x.logText)
	}
}

// Who calls Book gets the error, and decides himself what to do with it.
func TestBookDoesNotLog(t *testing.T) {
	for _, f := range failings() {
		if f.hotel.reserveErr == nil && f.bank.err == nil {
			continue // does not get as far as the services
		}
		var log bytes.Buffer
		logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.Level(-100)}))
		_, err := booking.New(&f.hotel, &f.bank, logger).Book(t.Context(), valid)
		if gone(err) {
			t.Errorf("%s: Book gave no error", f.what)
		}
		if log.Len() > 0 {
			t.Errorf("%s: Book logged\n%s", f.what, &log)
		}
	}
}

// The record says whose request it was and what really happened. (How many there
// are is another test's question: the one that fits counts.)
func TestTheRecordSaysWhatHappened(t *testing.T) {
	logged := 0
	for _, f := range failings() {
		x := post(t, &f.hotel, &f.bank, f.body)
		found := len(x.log) == 0
		for _, record := range x.log {
			logged++
			cause, ok := record["error"].(string)
			if ok && cause != "" && strings.Contains(cause, f.cause) && record["request_id"] == requestID {
				found = true
			}
		}
		if !found {
			t.Errorf("%s: no record has request_id=%q and error with %q:\n%s", f.what, requestID, f.cause, x.logText)
		}
	}
	if logged == 0 {
		t.Error("nothing was logged")
	}
}

// What is the client's fault wakes nobody; what is ours does.
func TestTheLevelSaysWhoseFaultItIs(t *testing.T) {
	logged := 0
	for _, f := range failings() {
		x := post(t, &f.hotel, &f.bank, f.body)
		found := len(x.log) == 0
		for _, record := range x.log {
			logged++
			if loud := record["level"] == "ERROR"; loud == (x.Code >= 500) {
				found = true
			}
		}
		if !found {
			t.Errorf("%s, which got %d, was logged at the wrong level:\n%s", f.what, x.Code, x.logText)
		}
	}
	if logged == 0 {
		t.Error("nothing was logged")
	}
}
