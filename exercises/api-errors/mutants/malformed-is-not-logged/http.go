package booking

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
)

// Body is what the client gets to read when something went wrong.
type Body struct {
	Code      string    `json:"code"`    // for programs
	Message   string    `json:"message"` // for people
	Problems  []Problem `json:"problems,omitempty"`
	RequestID string    `json:"request_id,omitempty"`
}

// statusClientClosedRequest has no name in net/http. Nobody will read it; it is for
// the access log.
const statusClientClosedRequest = 499

// answers are tried from the first to the last.
var answers = []struct {
	applies func(error) bool
	status  int
	code    string
	message string
}{
	{is(ErrMalformed), http.StatusBadRequest, "malformed", "The request is not the JSON that this address expects."},
	{as[*InvalidError], http.StatusUnprocessableEntity, "invalid", "Some fields of the request are not as they should be."},
	{is(ErrNoSuchRoom), http.StatusNotFound, "no_such_room", "There is no such room."},
	{is(ErrTaken), http.StatusConflict, "taken", "The room is taken."},
	{is(ErrDeclined), http.StatusPaymentRequired, "declined", "The card was declined."},
	{is(context.Canceled), statusClientClosedRequest, "canceled", "The request was given up."},
	{is(context.DeadlineExceeded), http.StatusGatewayTimeout, "timeout", "This took too long. Please try again."},
	{as[*UpstreamError], http.StatusBadGateway, "upstream", "Booking is not possible at the moment. Please try again later."},
	{func(error) bool { return true }, http.StatusInternalServerError, "internal", "Something went wrong on our side."},
}

func is(target error) func(error) bool {
	return func(err error) bool { return errors.Is(err, target) }
}

func as[T error](err error) bool {
	var target T
	return errors.As(err, &target)
}

// ToHTTP gives the status and the body that tell the client about err. It uses no
// text of err but the reasons of an InvalidError.
func ToHTTP(err error) (int, Body) {
	row := 0
	for !answers[row].applies(err) {
		row++ // the last one applies to everything
	}
	answer := answers[row]
	body := Body{Code: answer.code, Message: answer.message}
	if invalid := (*InvalidError)(nil); answer.code == "invalid" && errors.As(err, &invalid) {
		body.Problems = invalid.Problems
	}
	return answer.status, body
}

// ServeHTTP books what the body of the request asks for.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var request Request
	if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
		status, body := ToHTTP(ErrMalformed)
		body.RequestID = r.Header.Get("X-Request-Id")
		write(w, status, body)
		return
	}
	reservation, err := s.Book(r.Context(), request)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	write(w, http.StatusCreated, reservation)
}

// fail is the one place where a failure is logged.
func (s *Service) fail(w http.ResponseWriter, r *http.Request, err error) {
	status, body := ToHTTP(err)
	body.RequestID = r.Header.Get("X-Request-Id")

	level := slog.LevelInfo
	if status >= 500 {
		level = slog.LevelError
	}
	s.log.Log(r.Context(), level, "booking failed", "request_id", body.RequestID, "status", status, "error", err)
	write(w, status, body)
}

func write(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v) // an error here means that nobody listens any more
}
