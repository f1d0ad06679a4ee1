// Package hits counts the requests that a gateway has served, route by route.
//
// It came from a prototype that served one request at a time. Under real traffic
// the numbers are wrong, and now and then the gateway dies. README.md says what
// the package promises.
package hits

import "sync"

// Counter counts the hits of one route.
type Counter struct {
	mu       sync.Mutex
	total    uint64
	reported uint64
}

// Inc counts one hit.
func (c *Counter) Inc() { c.total++ }

// Add counts n hits.
func (c *Counter) Add(n uint64) { c.total += n }

// Value is the number of hits so far.
func (c Counter) Value() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.total
}

// Registry holds one counter for each route.
type Registry struct {
	mu       sync.RWMutex
	routes   map[string]*Counter
	snapshot map[string]uint64
}

// New makes a registry without routes.
func New() *Registry {
	return &Registry{routes: map[string]*Counter{}, snapshot: map[string]uint64{}}
}

// Route gives the counter of a route, and makes it when it is asked for first.
func (r *Registry) Route(name string) *Counter {
	if r.routes[name] == nil {
		r.mu.Lock()
		r.routes[name] = &Counter{}
		r.mu.Unlock()
	}
	return r.routes[name]
}

// Snapshot gives the hits of every route so far.
func (r *Registry) Snapshot() map[string]uint64 {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for name, c := range r.routes {
		r.snapshot[name] = c.total
	}
	return r.snapshot
}

// Flush sends the hits that no report has told yet.
func (r *Registry) Flush(send func(report map[string]uint64) error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	report := map[string]uint64{}
	for name, c := range r.routes {
		if n := c.total - c.reported; n > 0 {
			report[name] = n
		}
	}
	err := send(report)
	for _, c := range r.routes {
		c.reported = c.total
	}
	return err
}
