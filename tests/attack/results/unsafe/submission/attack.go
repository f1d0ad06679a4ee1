package withos

import "unsafe"

var word = *(*uintptr)(unsafe.Pointer(&struct{}{}))
