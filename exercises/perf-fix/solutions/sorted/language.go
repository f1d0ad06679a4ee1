package bookindex

// Language knows how the terms of a language are ordered.
//
// Both methods may be called from any number of goroutines at the same time. They are
// expensive: a real one looks at every rune of a term, in tables.
type Language interface {
	// Compare tells whether a comes before b (negative), after it (positive), or is the
	// same term, spelled differently perhaps (zero). It is consistent: if a is
	// the same as b and b comes before c, then a comes before c; and so on.
	Compare(a, b string) int

	// Letter gives the heading under which a term stands.
	Letter(term string) string
}

// Entry says that a term is on a page.
type Entry struct {
	Term string
	Page int
}
