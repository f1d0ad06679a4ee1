// Package clientlimit keeps one client of an HTTP server from taking all of it.
//
// Clients are spread over shards, each with a lock of its own. A shard has two maps: of
// those who came in this TTL, and of those who came in the one before. Who comes
// again moves to the first. When a TTL is over the first becomes the second, and what
// was the second is dropped as a whole: nobody ever walks through a map.
package clientlimit

import (
	"hash/maphash"
	"math"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
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

func (c *Config) check() {
	switch {
	case math.IsNaN(c.Rate) || math.IsInf(c.Rate, 0) || c.Rate <= 0:
		panic("clientlimit: Rate must be positive and finite")
	case c.Burst < 1:
		panic("clientlimit: Burst must be at least 1")
	case float64(c.Burst)/c.Rate > c.TTL.Seconds():
		panic("clientlimit: a client would be forgotten before its bucket is full")
	}
}

// Limiter remembers clients.
type Limiter struct {
	config Config
	start  time.Time
	seed   maphash.Seed
	latest atomic.Int64 // the generation that all shards have heard of
	shards [16]shard
}

// New makes a limiter that has seen nobody yet.
func New(config Config) *Limiter {
	config.check()
	if config.Key == nil {
		config.Key = RemoteIP
	}
	l := &Limiter{config: config, start: time.Now(), seed: maphash.MakeSeed()}
	for i := range l.shards {
		l.shards[i].young = map[string]bucket{}
	}
	return l
}

// Middleware hands requests on to next, and answers those that are too many itself.
func (l *Limiter) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if missing := l.take(l.config.Key(r)); missing > 0 {
			l.refuse(w, missing)
		} else {
			next.ServeHTTP(w, r)
		}
	})
}

// refuse tells the client that it lacks a part of a token.
func (l *Limiter) refuse(w http.ResponseWriter, missing float64) {
	seconds := int(math.Ceil(missing / l.config.Rate))
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	http.Error(w, "Too many requests. Try again in "+strconv.Itoa(seconds)+" seconds.", http.StatusTooManyRequests)
}

// Len is the number of clients that are remembered.
func (l *Limiter) Len() int {
	n := 0
	for i := range l.shards {
		n += l.shards[i].count()
	}
	return n
}

// turn lets all shards know what generation it is; it counts the TTLs since the limiter was made.
func (l *Limiter) turn() {
	generation := int64(time.Since(l.start) / l.config.TTL)
	if l.latest.Swap(generation) == generation {
		return
	}
	for i := range l.shards {
		l.shards[i].turn(generation)
	}
}

// take takes a token of the client and gives 0, or gives what is missing to a whole one.
func (l *Limiter) take(client string) (missing float64) {
	l.turn()
	s := &l.shards[maphash.String(l.seed, client)%uint64(len(l.shards))]
	s.mu.Lock()
	defer s.mu.Unlock()
	b, known := s.find(client)
	now := time.Since(l.start)
	level := float64(l.config.Burst)
	if known {
		level = min(level, b.level+(now-b.at).Seconds()*l.config.Rate)
	}
	if level < 1 {
		missing = 1 - level
	} else {
		level--
	}
	s.young[client] = bucket{level, now}
	return missing
}

// A bucket held so many tokens at that time after the start.
type bucket struct {
	level float64
	at    time.Duration
}

type shard struct {
	mu         sync.Mutex
	generation int64
	young, old map[string]bucket // no client is in both
}

// turn goes on to that generation. Goroutines can come in another order
// than that in which they looked at the clock, so it may lie in the past.
func (s *shard) turn(generation int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	turns := generation - s.generation
	if turns == 1 {
		s.old, s.young = s.young, map[string]bucket{}
	}
	if turns > 1 {
		s.old, s.young = nil, map[string]bucket{}
	}
	s.generation = max(s.generation, generation)
}

// find takes a client's bucket out of the older map, or leaves it in the younger one.
func (s *shard) find(client string) (b bucket, known bool) {
	if b, known = s.young[client]; known {
		return b, true
	}
	b, known = s.old[client]
	delete(s.old, client)
	return b, known
}

func (s *shard) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.young)
}

// RemoteIP is the address that a request comes from, without the port.
func RemoteIP(r *http.Request) string {
	if host, _, err := net.SplitHostPort(r.RemoteAddr); err == nil {
		return host
	}
	return r.RemoteAddr
}
