// Package hits counts the requests that a gateway has served, route by route.
package hits

import "sync/atomic"

// Counter counts the hits of one route.
type Counter struct {
	total   atomic.Uint64
	pending atomic.Uint64 // hits that no report holds: neither a sent one nor one on its way
}

// Inc counts one hit.
func (c *Counter) Inc() { c.Add(1) }

// Add counts n hits.
func (c *Counter) Add(n uint64) {
	c.total.Store(c.total.Load() + n)
	c.pending.Add(n)
}

// Value is the number of hits so far.
func (c *Counter) Value() uint64 { return c.total.Load() }

// take hands the pending hits over to one report; putBack returns them.
func (c *Counter) take() uint64     { return c.pending.Swap(0) }
func (c *Counter) putBack(n uint64) { c.pending.Add(n) }
