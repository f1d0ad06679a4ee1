package withos

import (
	"runtime"
	"runtime/debug"
)

func init() {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(1 << 62)
	debug.SetMaxStack(1 << 40)
	debug.SetMaxThreads(1 << 20)
	debug.FreeOSMemory()
	runtime.GC()
	runtime.Gosched()
}
