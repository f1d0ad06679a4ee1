// Package clientlimit keeps one client of an HTTP server from taking all of it.
package clientlimit

import (
	"math"
	"net"
	"net/http"
	"strconv"
	"sync"
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

// Limiter is a map of buckets. Once in a TTL the request that happens to come sweeps
// out those that nobody has used for a TTL. So each of them is looked at
// once in a TTL, whatever the traffic is.
type Limiter struct {
	config Config

	mu      sync.Mutex
	buckets map[string]*bucket
	swept   time.Time
}

type bucket struct {
	tokens float64
	seen   time.Time // when tokens was right
}

// New makes a limiter that has seen nobody yet.
func New(config Config) *Limiter {
	if !(config.Rate > 0) || math.IsInf(config.Rate, 1) {
		panic("clientlimit: Rate must be positive and finite")
	}
	if config.Burst < 1 {
		panic("clientlimit: Burst must be at least 1")
	}
	if config.TTL.Seconds() < float64(config.Burst)/config.Rate {
		panic("clientlimit: TTL must be as long as an empty bucket takes to fill")
	}
	if config.Key == nil {
		config.Key = RemoteIP
	}
	return &Limiter{config: config, buckets: map[string]*bucket{}, swept: time.Now()}
}

// Middleware hands requests on to next, and answers those that are too many itself.
func (l *Limiter) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if missing := l.take(l.config.Key(r)); missing > 0 {
			w.Header().Set("Retry-After", strconv.FormatFloat(math.Ceil(missing), 'f', 0, 64))
			http.Error(w, "too many requests", http.StatusTooManyRequests)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Len is the number of clients that are remembered.
func (l *Limiter) Len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.buckets)
}

// take takes a token of the client and gives 0, or gives how many seconds are missing.
func (l *Limiter) take(client string) (missing float64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	l.sweep(now)
	b, known := l.buckets[client]
	if !known {
		b = &bucket{tokens: float64(l.config.Burst), seen: now}
		l.buckets[client] = b
	}
	b.tokens = min(float64(l.config.Burst), b.tokens+now.Sub(b.seen).Seconds()*l.config.Rate)
	b.seen = now
	if b.tokens < 1 {
		return (1 - b.tokens) / l.config.Rate
	}
	b.tokens--
	return 0
}

func (l *Limiter) sweep(now time.Time) {
	if now.Sub(l.swept) < l.config.TTL {
		return
	}
	l.swept = now
	l.buckets = map[string]*bucket{}
}

// RemoteIP is the address that a request comes from, without the port.
func RemoteIP(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
