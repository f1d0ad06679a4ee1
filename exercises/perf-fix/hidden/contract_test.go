package bookindex_test

import "bookindex"

// The API that README.md promises. If this file does not compile, a name or
// a signature differs.
var (
	_ func([]bookindex.Entry, bookindex.Language) []byte = bookindex.Format

	_ bookindex.Language = interface {
		Compare(a, b string) int
		Letter(term string) string
	}(nil)
	_ = bookindex.Entry{Term: "term", Page: int(1)}
)
