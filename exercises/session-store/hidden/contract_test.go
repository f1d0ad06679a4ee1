package session_test

import "session"

// The API that README.md promises. If this file does not compile, a name or
// a signature differs.
var (
	_ func() *store                                                        = session.New[string, int]
	_ func(*store, string) (int, bool)                                     = (*store).Get
	_ func(*store, string, int)                                            = (*store).Set
	_ func(*store, string) bool                                            = (*store).Delete
	_ func(*store, string, func(value int, found bool) (int, error)) error = (*store).Update
	_ func(*store) int                                                     = (*store).Len
	_ func(*store) map[string]int                                          = (*store).Snapshot
)

// store is what the tests use: each session counts something.
type store = session.Store[string, int]
