package strict

var table [1 << 60]byte

func init() { table[0]++ }
