package withos

import "runtime"

func init() { runtime.GOMAXPROCS(1) }
