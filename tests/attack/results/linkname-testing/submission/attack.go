package strict

import _ "unsafe"

//go:linkname flags testing.testlogFile
var flags *string

func init() { _ = flags }
