package strict

type T[P any] struct{ f *T[T[P]] }

var x T[int]

// Sum recurs in its types.
func Sum(numbers []int) int { return 0 }

func f[P any]() { f[*P]() }

func init() { f[int]() }
