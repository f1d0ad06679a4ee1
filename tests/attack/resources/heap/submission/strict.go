package strict

// Sum uses up what there is.
func Sum(numbers []int) int {
	var hoard [][]byte
	for {
		page := make([]byte, 1<<20)
		for i := 0; i < len(page); i += 512 {
			page[i] = 1
		}
		hoard = append(hoard, page)
	}
	return 0
}

// Squares is right.
func Squares(n int) []int {
	squares := make([]int, n)
	for i := range squares {
		squares[i] = i * i
	}
	return squares
}

// Each is right.
func Each(n int, visit func(int)) {
	for i := range n {
		visit(i)
	}
}
