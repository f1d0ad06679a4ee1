package hits_test

import "hits"

// The API that README.md promises. If this file does not compile, a name or
// a signature differs.
var (
	_ func() *hits.Registry                                            = hits.New
	_ func(*hits.Registry, string) *hits.Counter                       = (*hits.Registry).Route
	_ func(*hits.Registry) map[string]uint64                           = (*hits.Registry).Snapshot
	_ func(*hits.Registry, func(report map[string]uint64) error) error = (*hits.Registry).Flush
	_ func(*hits.Counter)                                              = (*hits.Counter).Inc
	_ func(*hits.Counter, uint64)                                      = (*hits.Counter).Add
	_ func(*hits.Counter) uint64                                       = (*hits.Counter).Value
)
