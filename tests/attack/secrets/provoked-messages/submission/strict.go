package strict

// Sum is of another type.
func Sum(numbers ...string) string { return "" }

// Squares is no function.
type Squares struct{}

// Each is generic.
func Each[T any](n T, visit func(T)) {}
