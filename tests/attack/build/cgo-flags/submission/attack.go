package strict

// #cgo CFLAGS: -fplugin=/tmp/evil.so -include /etc/passwd
// #cgo LDFLAGS: -Wl,-rpath,/tmp -T/etc/passwd
import "C"
