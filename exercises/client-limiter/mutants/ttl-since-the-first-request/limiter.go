// Package clientlimit keeps one client of an HTTP server from taking all of it.
//
// Of a client it keeps no tokens but one instant: when its bucket will be full. Each token
// that is taken moves it by the time that a token takes to come; if it lies too far
// ahead, there is none. The clients stand in a list in the order in which they came last,
// so those to be forgotten are at its end.
package clientlimit

import (
	"container/list"
	"fmt"
	"net/http"
	"net/netip"
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

// Limiter remembers clients.
type Limiter struct {
	key   func(*http.Request) string
	ttl   time.Duration
	token time.Duration // how long one takes to come
	depth time.Duration // how long all of them do

	mu      sync.Mutex
	clients map[string]*list.Element
	recency list.List // of *client, who came last is in front
}

type client struct {
	name string
	full time.Time // its bucket will be
	came time.Time
}

// New makes a limiter that has seen nobody yet.
func New(config Config) *Limiter {
	token := float64(time.Second) / config.Rate
	depth := token * float64(config.Burst)
	if !(token > 0) || config.Burst < 1 || !(depth <= float64(config.TTL)) {
		panic(fmt.Sprintf("clientlimit: rate %v, burst %d and TTL %v make no sense together",
			config.Rate, config.Burst, config.TTL))
	}
	l := &Limiter{
		key:     config.Key,
		ttl:     config.TTL,
		token:   time.Duration(token),
		depth:   time.Duration(depth),
		clients: map[string]*list.Element{},
	}
	if l.key == nil {
		l.key = RemoteIP
	}
	return l
}

// Middleware hands requests on to next, and answers those that are too many itself.
func (l *Limiter) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		wait := l.admit(l.key(r))
		if wait == 0 {
			next.ServeHTTP(w, r)
			return
		}
		seconds := (wait + time.Second - 1) / time.Second
		w.Header().Set("Retry-After", fmt.Sprint(int64(seconds)))
		w.WriteHeader(http.StatusTooManyRequests)
	})
}

// Len is the number of clients that are remembered.
func (l *Limiter) Len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.recency.Len()
}

// admit takes a token and gives 0, or gives how long it takes until there is one.
func (l *Limiter) admit(name string) (wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	l.forget(now)
	c := l.find(name)
	if c.came.IsZero() {
		c.came = now
	}
	full := c.full
	if full.Before(now) {
		full = now
	}
	full = full.Add(l.token)
	if wait := full.Sub(now) - l.depth; wait > 0 {
		return wait
	}
	c.full = full
	return 0
}

// find gives a client, who is put in front.
func (l *Limiter) find(name string) *client {
	if place, known := l.clients[name]; known {
		return place.Value.(*client)
	}
	c := &client{name: name}
	l.clients[name] = l.recency.PushFront(c)
	return c
}

// forget removes those who have not come for a TTL. It goes no further than to the
// first who has.
func (l *Limiter) forget(now time.Time) {
	for place := l.recency.Back(); place != nil; place = l.recency.Back() {
		c := place.Value.(*client)
		if now.Sub(c.came) <= l.ttl {
			return
		}
		l.recency.Remove(place)
		delete(l.clients, c.name)
	}
}

// RemoteIP is the address that a request comes from, without the port.
func RemoteIP(r *http.Request) string {
	if address, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
		return address.Addr().String()
	}
	return r.RemoteAddr
}
