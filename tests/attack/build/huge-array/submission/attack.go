package strict

var table = [1 << 29]byte{1<<29 - 1: 1}

func init() { table[0]++ }
