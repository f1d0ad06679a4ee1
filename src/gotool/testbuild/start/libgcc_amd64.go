package start

// popcount calls the function of libgcc_amd64.s, for its test.
func popcount(x uint64) int64
