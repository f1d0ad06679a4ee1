// Package hits counts the requests that a gateway has served, route by route.
//
// A goroutine owns all numbers; everybody else sends it what to do with them.
package hits

import "maps"

type ledger struct {
	counters map[string]*Counter
	totals   map[string]uint64
	pending  map[string]uint64 // hits that no report holds
}

type desk chan func(*ledger)

// with has f called by the owner of the ledger.
func (d desk) with(f func(*ledger)) {
	done := make(chan struct{})
	d <- func(book *ledger) {
		f(book)
		close(done)
	}
	<-done
}

// Counter counts the hits of one route.
type Counter struct {
	desk  desk
	route string
}

// Inc counts one hit.
func (c *Counter) Inc() { c.Add(1) }

// Add counts n hits.
func (c *Counter) Add(n uint64) {
	c.desk.with(func(book *ledger) {
		book.totals[c.route] += n
		if n > 0 {
			book.pending[c.route] += n
		}
	})
}

// Value is the number of hits so far.
func (c *Counter) Value() (total uint64) {
	c.desk.with(func(book *ledger) { total = book.totals[c.route] })
	return total
}

// Registry holds one counter for each route.
type Registry struct {
	desk desk
}

// New makes a registry without routes, and starts its owner.
func New() *Registry {
	d := make(desk)
	book := &ledger{map[string]*Counter{}, map[string]uint64{}, map[string]uint64{}}
	go func() {
		for f := range d {
			f(book)
		}
	}()
	return &Registry{d}
}

// Route gives the counter of a route, and makes it when it is asked for first.
func (r *Registry) Route(name string) (c *Counter) {
	r.desk.with(func(book *ledger) {
		if c = book.counters[name]; c == nil {
			c = &Counter{r.desk, name}
			book.counters[name] = c
			book.totals[name] = 0
		}
	})
	return c
}

// Snapshot gives the hits of every route so far, in a map of the caller's own.
func (r *Registry) Snapshot() (values map[string]uint64) {
	r.desk.with(func(book *ledger) { values = maps.Clone(book.totals) })
	return values
}

// Flush sends the hits that no report has told yet. If send fails they stay for
// the next one.
func (r *Registry) Flush(send func(report map[string]uint64) error) error {
	var report map[string]uint64
	r.desk.with(func(book *ledger) {
		report, book.pending = book.pending, map[string]uint64{}
	})
	if len(report) == 0 {
		return nil
	}
	mine := maps.Clone(report) // send may change the map that it is given
	err := send(report)
	if err != nil {
		r.desk.with(func(book *ledger) {
			for name, n := range mine {
				book.pending[name] += n
			}
		})
	}
	return err
}
