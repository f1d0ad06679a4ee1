package booking

import "net/http"

// Body is what the client gets to read when something went wrong.
type Body struct {
	Code      string    `json:"code"`    // for programs
	Message   string    `json:"message"` // for people
	Problems  []Problem `json:"problems,omitempty"`
	RequestID string    `json:"request_id,omitempty"`
}

// ToHTTP gives the status and the body that tell the client about err.
func ToHTTP(err error) (int, Body) {
	return http.StatusNotImplemented, Body{}
}

// ServeHTTP books what the body of the request asks for.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(http.StatusNotImplemented)
}
