package booking

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
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
	var (
		invalid  *InvalidError
		upstream *UpstreamError
	)
	switch {
	case errors.Is(err, ErrMalformed):
		return 400, Body{Code: "malformed", Message: "The request could not be read."}
	case errors.As(err, &invalid):
		return 422, Body{Code: "invalid", Message: "The request is not valid.", Problems: invalid.Problems}
	case errors.Is(err, ErrNoSuchRoom):
		return 404, Body{Code: "no_such_room", Message: ErrNoSuchRoom.Error()}
	case errors.Is(err, ErrTaken):
		return 409, Body{Code: "taken", Message: ErrTaken.Error()}
	case errors.Is(err, ErrDeclined):
		return 402, Body{Code: "declined", Message: ErrDeclined.Error()}
	case errors.Is(err, context.Canceled):
		return 499, Body{Code: "canceled", Message: "You hung up."}
	case errors.Is(err, context.DeadlineExceeded):
		return 504, Body{Code: "timeout", Message: "It took too long."}
	case errors.As(err, &upstream):
		return 502, Body{Code: "upstream", Message: "A service is out of order."}
	}
	return 500, Body{Code: "internal", Message: "This is our fault."}
}

// post is the handler proper.
func (s *Service) post(r *http.Request) (int, any, error) {
	var request Request
	if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
		return 0, nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	reservation, err := s.Book(r.Context(), request)
	if err != nil {
		err = fmt.Errorf("book %+v: %w", request, err)
	}
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
