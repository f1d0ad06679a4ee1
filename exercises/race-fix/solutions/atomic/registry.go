package hits

import "sync"

// Registry holds one counter for each route.
type Registry struct {
	routes sync.Map // string to *Counter
}

// New makes a registry without routes.
func New() *Registry { return &Registry{} }

// Route gives the counter of a route, and makes it when it is asked for first.
func (r *Registry) Route(name string) *Counter {
	if c, ok := r.routes.Load(name); ok {
		return c.(*Counter)
	}
	c, _ := r.routes.LoadOrStore(name, new(Counter))
	return c.(*Counter)
}

// each calls f for every route.
func (r *Registry) each(f func(name string, c *Counter)) {
	r.routes.Range(func(name, c any) bool {
		f(name.(string), c.(*Counter))
		return true
	})
}

// Snapshot gives the hits of every route so far, in a map of the caller's own.
func (r *Registry) Snapshot() map[string]uint64 {
	values := map[string]uint64{}
	r.each(func(name string, c *Counter) { values[name] = c.Value() })
	return values
}

// Flush sends the hits that no report has told yet. If send fails they stay for
// the next one. Each hit is in one report only, because a report takes it out of
// its counter with a single swap; so two Flushes need not know of each other.
func (r *Registry) Flush(send func(report map[string]uint64) error) error {
	report, taken := map[string]uint64{}, map[*Counter]uint64{}
	r.each(func(name string, c *Counter) {
		if n := c.take(); n > 0 {
			report[name], taken[c] = n, n
		}
	})
	if len(report) == 0 {
		return nil
	}
	err := send(report)
	if err != nil {
		for c, n := range taken {
			c.putBack(n)
		}
	}
	return err
}
