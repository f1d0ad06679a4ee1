//go:debug panicnil=1
package strict

//go:cgo_import_dynamic libc_exit exit "libc.so.6"

//go:nosplit
//go:noescape
//go:nocheckptr
//go:uintptrescapes
//export attack
func attack() {}
