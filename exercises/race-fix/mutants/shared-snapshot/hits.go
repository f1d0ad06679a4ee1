// Package hits counts the requests that a gateway has served, route by route.
package hits

import "sync"

// Counter counts the hits of one route.
type Counter struct {
	mu       sync.Mutex
	total    uint64
	reported uint64 // of total: hits in reports that were sent
}

// Inc counts one hit.
func (c *Counter) Inc() { c.Add(1) }

// Add counts n hits.
func (c *Counter) Add(n uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.total += n
}

// Value is the number of hits so far.
func (c *Counter) Value() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.total
}

func (c *Counter) unreported() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.total - c.reported
}

func (c *Counter) markReported(n uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reported += n
}

// Registry holds one counter for each route.
type Registry struct {
	mu     sync.RWMutex
	routes map[string]*Counter
	values map[string]uint64 // reused by every snapshot

	flushing sync.Mutex // held while a report is on its way, so never taken by a hit
}

// New makes a registry without routes.
func New() *Registry {
	return &Registry{routes: map[string]*Counter{}, values: map[string]uint64{}}
}

// Route gives the counter of a route, and makes it when it is asked for first.
func (r *Registry) Route(name string) *Counter {
	r.mu.RLock()
	c, ok := r.routes[name]
	r.mu.RUnlock()
	if ok {
		return c
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if c, ok := r.routes[name]; ok { // somebody made it between the two locks
		return c
	}
	c = &Counter{}
	r.routes[name] = c
	return c
}

// Snapshot gives the hits of every route so far, in a map of the caller's own.
func (r *Registry) Snapshot() map[string]uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	clear(r.values)
	for name, c := range r.routes {
		r.values[name] = c.Value()
	}
	return r.values
}

// Flush sends the hits that no report has told yet. If send fails they stay for
// the next one.
func (r *Registry) Flush(send func(report map[string]uint64) error) error {
	r.flushing.Lock()
	defer r.flushing.Unlock()
	report, settle := r.prepare()
	if len(report) == 0 {
		return nil
	}
	if err := send(report); err != nil {
		return err
	}
	for c, n := range settle {
		c.markReported(n)
	}
	return nil
}

// prepare gives the report twice: by name for the receiver, who may do with the
// map what it likes, and by counter for us.
func (r *Registry) prepare() (map[string]uint64, map[*Counter]uint64) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	report, settle := map[string]uint64{}, map[*Counter]uint64{}
	for name, c := range r.routes {
		if n := c.unreported(); n > 0 {
			report[name], settle[c] = n, n
		}
	}
	return report, settle
}
