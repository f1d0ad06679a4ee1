package booking_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"slices"
	"strings"
	"testing"

	"booking"
)

func TestSuccessOverHTTP(t *testing.T) {
	h, b := &hotel{}, &bank{}
	x := post(t, h, b, asJSON(valid))
	var got map[string]any
	if err := json.Unmarshal(x.Body.Bytes(), &got); err != nil || got["id"] != "r-17" || got["cents"] != 23800.0 {
		t.Errorf("the response is %q, want the reservation as JSON", x.Body)
	}
	if x.Code != 201 {
		t.Errorf("the status is %d, want 201", x.Code)
	}
	if want := []charged{{cardNumber, 23800}}; !slices.Equal(b.charged, want) {
		t.Errorf("charged %v, want %v", b.charged, want)
	}
}

// One JSON document, which says so, whatever happens.
func TestEveryResponseIsOneJSONDocument(t *testing.T) {
	all := append(failings(), failing{what: "nothing wrong", body: asJSON(valid)})
	for _, f := range all {
		x := post(t, &f.hotel, &f.bank, f.body)
		if kind, _, err := mime.ParseMediaType(x.Result().Header.Get("Content-Type")); err != nil || kind != "application/json" {
			t.Errorf("%s: the Content-Type is %q", f.what, x.Result().Header.Get("Content-Type"))
		}
		documents := json.NewDecoder(bytes.NewReader(x.Body.Bytes()))
		var document, second map[string]any
		if err := documents.Decode(&document); err != nil {
			t.Errorf("%s: the response is %q: %v", f.what, x.Body, err)
		}
		if err := documents.Decode(&second); err != io.EOF {
			t.Errorf("%s: after the first JSON document the response goes on: %q", f.what, x.Body)
		}
	}
}

// A failure over HTTP is what ToHTTP makes of the error of Book, for this request. (What that
// should be is for other tests to say.)
func TestAFailureIsWhatToHTTPSays(t *testing.T) {
	for i, f := range failings() {
		var request booking.Request
		if err := json.Unmarshal([]byte(f.body), &request); err != nil {
			continue // does not get as far as Book
		}
		x := post(t, &f.hotel, &f.bank, f.body)
		body := errorBody(t, x)
		again := failings()[i]
		_, err := booking.New(&again.hotel, &again.bank, slog.New(slog.DiscardHandler)).Book(t.Context(), request)
		if gone(err) {
			t.Fatalf("%s: Book gave no error", f.what)
		}
		status, want := booking.ToHTTP(err)
		if x.Code != status || body.Code != want.Code || len(body.Problems) != len(want.Problems) {
			t.Errorf("%s: the response is %d %+v, and ToHTTP says %d %+v", f.what, x.Code, body, status, want)
		}
		if body.RequestID != requestID {
			t.Errorf("%s: the request id in the response is %q, want %q", f.what, body.RequestID, requestID)
		}
	}
}

func TestWhatCannotBeReadIsMalformed(t *testing.T) {
	for _, body := range []string{``, `{"room":`, `room=12`, `["12", 2]`, `{"room":12,"nights":2,"card":"` + cardNumber + `"}`, `{"room":"12","nights":"2","card":"` + cardNumber + `"}`} {
		h, b := &hotel{}, &bank{}
		x := post(t, h, b, body)
		if got := errorBody(t, x); x.Code != 400 || got.Code != "malformed" {
			t.Errorf("the body %q got %d %q, want 400 malformed", body, x.Code, got.Code)
		}
		if len(h.reserved)+len(b.charged) != 0 {
			t.Errorf("the body %q reached a service", body)
		}
	}
}

// Words that only our side may read.
var internal = []string{"10.0.3.7", "select *", "rooms_v2", "boom", "connection refused", "rooms-v2.internal", "Go struct", "Go value", "cannot unmarshal", "unexpected EOF", "unexpected end"}

func TestToHTTPTellsNothingInternal(t *testing.T) {
	for _, row := range rows {
		around := fmt.Errorf("select * from rooms_v2 at 10.0.3.7:5432: %w", row.err)
		for _, err := range []error{
			around,
			errors.Join(around, errors.New("boom")),
			&booking.UpstreamError{Service: "rooms", Err: around},
		} {
			_, body := booking.ToHTTP(err)
			if body.Code == "" || body.Message == "" {
				t.Errorf("ToHTTP(%q) says nothing at all: %+v", err, body)
			}
			expectNoneOf(t, fmt.Sprintf("ToHTTP(%q)", err), fmt.Sprintf("%+v", body), internal)
		}
	}
}

func TestTheResponseTellsNothingInternal(t *testing.T) {
	all := append(failings(),
		failing{what: "an answer with details", body: asJSON(valid),
			hotel: hotel{reserveErr: fmt.Errorf("select * from rooms_v2: %w", booking.ErrTaken)}},
		failing{what: "a time-out with details", body: asJSON(valid),
			bank: bank{err: fmt.Errorf("POST 10.0.3.7: %w", context.DeadlineExceeded)}},
		failing{what: "an array", body: `[]`},
	)
	for _, f := range all {
		x := post(t, &f.hotel, &f.bank, f.body)
		if x.Code < 400 || x.Body.Len() == 0 {
			t.Errorf("%s: the response is %d %q, want a failure", f.what, x.Code, x.Body)
		}
		expectNoneOf(t, f.what, fmt.Sprint(x.Body, x.Result().Header), internal)
	}
}

func expectNoneOf(t *testing.T, what, got string, words []string) {
	t.Helper()
	for _, word := range words {
		if strings.Contains(got, word) {
			t.Errorf("%s: %q gets out in %s", what, word, got)
		}
	}
}

// The number of a card is nowhere but in the call of Charge.
func TestTheCardNumberStaysSecret(t *testing.T) {
	spoilt := valid
	spoilt.Card = cardNumber + "0"
	all := append(failings(), failing{what: "a card number with a digit too many", body: asJSON(spoilt)})
	logged := 0
	for _, f := range all {
		x := post(t, &f.hotel, &f.bank, f.body)
		logged += len(x.log)
		if x.Code < 400 {
			t.Errorf("%s: the response is %d, want a failure", f.what, x.Code)
		}
		expectNoneOf(t, f.what+", response", x.Body.String(), []string{cardNumber})
		expectNoneOf(t, f.what+", log", x.logText, []string{cardNumber})
	}
	if logged == 0 {
		t.Error("nothing was logged")
	}
	for what, err := range map[string]error{
		"Validate": spoilt.Validate(),
		"Book":     failWith(t, "payments", booking.ErrDeclined),
	} {
		expectNoneOf(t, "the error of "+what, fmt.Sprintf("%v", err), []string{cardNumber})
	}
}
