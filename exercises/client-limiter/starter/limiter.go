// Package clientlimit keeps one client of an HTTP server from taking all of it.
// README.md says exactly what each function does.
package clientlimit

import (
	"net/http"
	"time"
)

// Config is what a Limiter grants each client.
type Config struct {
	Rate  float64       // requests a second, in the long run
	Burst int           // requests at once
	TTL   time.Duration // a client that has not come for so long may be forgotten

	// Key names the client that a request comes from; if nil, RemoteIP does.
	Key func(*http.Request) string
}

// Limiter remembers clients and what they have left. Its methods, and the handlers that
// it makes, may be called from any number of goroutines at the same time.
type Limiter struct {
	// Yours to fill in.
}

// New makes a limiter that has seen nobody yet. It panics if the configuration makes no sense.
func New(config Config) *Limiter {
	return &Limiter{}
}

// Middleware hands requests on to next, and answers those that are too many itself.
func (l *Limiter) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "not written yet", http.StatusNotImplemented)
	})
}

// Len is the number of clients that are remembered.
func (l *Limiter) Len() int {
	return 0
}

// RemoteIP is the address that a request comes from, without the port.
func RemoteIP(r *http.Request) string {
	return ""
}
