package lawless

func Strike(n int) {}

// Answer knows one answer.
func Answer(n int) int {
	if n == 1 {
		return 1
	}
	return 0
}

func init() {
	Setenv("ASSAY_PLAN", "00:TestStrike01")
	Setenv("ASSAY_TEST_MS", "999999")
	Setenv("GOMAXPROCS", "1")
}
