package lawless

import (
	"runtime"
	"syscall"
	"unsafe"
)

// What a submission could do that has got past the policy: this file is the
// exercise's, so nobody asks what it imports.

// The key that signs records, by the linker. No submission may write this line.
//
//go:linkname harnessKey assay.test/testkit/harness.key
var harnessKey string

// Key is the key of this build, in hexadecimal digits.
func Key() string { return harnessKey }

// Syscall is any system call.
func Syscall(number, a, b, c, d, e, f uintptr) (uintptr, syscall.Errno) {
	result, _, err := syscall.Syscall6(number, a, b, c, d, e, f)
	return result, err
}

// Write writes to any descriptor.
func Write(fd int, bytes string) (int, error) { return syscall.Write(fd, []byte(bytes)) }

// Read reads from any descriptor.
func Read(fd int, into []byte) (int, error) { return syscall.Read(fd, into) }

// Exit ends the process at once.
func Exit(code int) { syscall.Exit(code) }

// Getenv and Setenv are the environment's.
func Getenv(name string) string {
	value, _ := syscall.Getenv(name)
	return value
}

// Setenv changes a variable.
func Setenv(name, value string) { syscall.Setenv(name, value) }

// Environ is all of it.
func Environ() []string { return syscall.Environ() }

// Intercept puts a pipe in the place of a descriptor: what is written to it can be read
// from the first result; the second is where it went before.
func Intercept(fd int) (tapped, before int, err error) {
	if before, err = syscall.Dup(fd); err != nil {
		return 0, 0, err
	}
	var ends [2]int
	if err = syscall.Pipe(ends[:]); err != nil {
		return 0, 0, err
	}
	return ends[0], before, syscall.Dup2(ends[1], fd)
}

// Address is where bytes lie.
func Address(bytes []byte) uintptr { return uintptr(unsafe.Pointer(unsafe.SliceData(bytes))) }

// Pair is where a pair of descriptors lies.
func Pair(ends *[2]int32) uintptr { return uintptr(unsafe.Pointer(ends)) }

// Hold keeps a thread to itself for ever.
func Hold() {
	runtime.LockOSThread()
	select {}
}

// Nothing is a system call's null pointer.
const Nothing = uintptr(0)

// Text is a string that ends with a zero.
func Text(s string) uintptr {
	kept = append(kept, append([]byte(s), 0))
	return Address(kept[len(kept)-1])
}

var kept [][]byte

// Spawn runs this program again, with another environment and the descriptors of this one.
func Spawn(environment []string) (pid int, err error) {
	return syscall.ForkExec("/box/exercise.test", []string{"exercise.test"},
		&syscall.ProcAttr{Env: environment, Files: []uintptr{0, 1, 2, 3}})
}

// Become puts this program in the place of itself, with another environment.
func Become(environment []string) error {
	return syscall.Exec("/box/exercise.test", []string{"exercise.test"}, environment)
}

// Wait waits for a child and gives its exit code, or 128 and the signal that ended it.
func Wait(pid int) int {
	var status syscall.WaitStatus
	for {
		if _, err := syscall.Wait4(pid, &status, 0, nil); err != syscall.EINTR {
			break
		}
	}
	if status.Signaled() {
		return 128 + int(status.Signal())
	}
	return status.ExitStatus()
}
