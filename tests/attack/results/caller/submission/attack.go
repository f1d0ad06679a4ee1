package withos

import (
	"runtime"
	"runtime/debug"
)

func caller() string {
	pc, file, _, _ := runtime.Caller(2)
	runtime.Callers(0, make([]uintptr, 10))
	runtime.Stack(make([]byte, 1000), true)
	return file + runtime.FuncForPC(pc).Name() + string(debug.Stack())
}
