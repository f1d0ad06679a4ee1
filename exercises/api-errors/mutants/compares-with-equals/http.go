package booking

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
)

// Body is what the client gets to read when something went wrong.
type Body struct {
	Code      string    `json:"code"`
	Message   string    `json:"message"`
	Problems  []Problem `json:"problems,omitempty"`
	RequestID string    `json:"request_id,omitempty"`
}

// ToHTTP gives the status and the body that tell the client about err.
func ToHTTP(err error) (int, Body) {
	invalid, isInvalid := err.(*InvalidError)
	_, isUpstream := err.(*UpstreamError)
	switch {
	case err == ErrMalformed:
		return 400, Body{Code: "malformed", Message: "The request could not be read."}
	case isInvalid:
		return 422, Body{Code: "invalid", Message: "The request is not valid.", Problems: invalid.Problems}
	case err == ErrNoSuchRoom:
		return 404, Body{Code: "no_such_room", Message: ErrNoSuchRoom.Error()}
	case err == ErrTaken:
		return 409, Body{Code: "taken", Message: ErrTaken.Error()}
	case err == ErrDeclined:
		return 402, Body{Code: "declined", Message: ErrDeclined.Error()}
	case err == context.Canceled:
		return 499, Body{Code: "canceled", Message: "You hung up."}
	case err == context.DeadlineExceeded:
		return 504, Body{Code: "timeout", Message: "It took too long."}
	case isUpstream:
		return 502, Body{Code: "upstream", Message: "A service is out of order."}
	}
	return 500, Body{Code: "internal", Message: "This is our fault."}
}

// post is the handler proper.
func (s *Service) post(r *http.Request) (int, any, error) {
	var request Request
	if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
		return 0, nil, ErrMalformed // what it is about is lost, but that is allowed
	}
	reservation, err := s.Book(r.Context(), request)
	return http.StatusCreated, reservation, err
}

// adapter makes an http.Handler of a function that returns an error.
type adapter struct {
	handle func(*http.Request) (status int, response any, err error)
	log    *slog.Logger
}

func (a adapter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	status, response, err := a.handle(r)
	if err != nil {
		id := r.Header.Get("X-Request-Id")
		log := a.log.With("request_id", id, slog.String("error", err.Error()))
		var body Body
		status, body = ToHTTP(err)
		body.RequestID = id
		response = body
		if status < 500 {
			log.Warn("refused")
		} else {
			log.Error("failed")
		}
	}
	var out bytes.Buffer
	json.NewEncoder(&out).Encode(response) // structs of strings and numbers: no error
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	w.Write(out.Bytes())
}
