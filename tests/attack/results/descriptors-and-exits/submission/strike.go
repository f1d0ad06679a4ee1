package lawless

import (
	"fmt"
	"strings"
	"time"
)

func Answer(n int) int { return 0 }

const (
	sysClose, sysDup2, sysFcntl, sysOpen, sysLseek, sysFtruncate, sysIoctl = 3, 33, 72, 2, 8, 77, 16
	sysKill, sysGetpid                                                     = 62, 39
)

// Strike n does something else to the descriptors.
func Strike(n int) {
	switch n {
	case 1:
		for fd := range 64 {
			Write(fd, "PASS\n")
		}
	case 2:
		for fd := range 64 {
			Syscall(sysFcntl, uintptr(fd), 4, 2048, 0, 0, 0) // O_NONBLOCK, so that reading ends
			into := make([]byte, 4096)
			if got, _ := Read(fd, into); got > 0 && strings.Contains(string(into), "assay1") {
				panic(fmt.Sprintf("descriptor %d can be read: %q", fd, into[:got]))
			}
		}
	case 3:
		Syscall(sysClose, 3, 0, 0, 0, 0, 0)
	case 4:
		null, _ := Syscall(sysOpen, Text("/dev/null"), 1, 0, 0, 0, 0)
		Syscall(sysDup2, null, 3, 0, 0, 0, 0)
	case 5:
		file, _ := Syscall(sysOpen, Text("/tmp/records"), 0o1102, 0o600, 0, 0, 0)
		Syscall(sysDup2, file, 3, 0, 0, 0, 0)
	case 6:
		Syscall(sysDup2, 1, 3, 0, 0, 0, 0)
	case 7:
		panic("harness: TestStrike07 hangs (deadlock)")
	case 8:
		Syscall(sysLseek, 3, 0, 0, 0, 0, 0)
		Syscall(sysFtruncate, 3, 0, 0, 0, 0, 0)
		Syscall(sysFcntl, 3, 1031, 4096, 0, 0, 0)
		Write(3, "x")
	case 9:
		go Exit(0)
	case 10:
		go func() { time.Sleep(200 * time.Microsecond); Exit(0) }()
	case 11:
		go func() { time.Sleep(1 * time.Millisecond); Exit(0) }()
	case 12:
		go func() { time.Sleep(50 * time.Millisecond); Exit(0) }()
	case 13:
		go func() { time.Sleep(205 * time.Millisecond); Exit(0) }()
	case 14:
		defer Exit(0)
	case 15:
		pid, _ := Syscall(sysGetpid, 0, 0, 0, 0, 0, 0)
		Syscall(sysKill, pid, 9, 0, 0, 0, 0)
	case 16:
		pid, _ := Syscall(sysGetpid, 0, 0, 0, 0, 0, 0)
		Syscall(sysKill, pid, 15, 0, 0, 0, 0)
		time.Sleep(10 * time.Millisecond)
	case 17:
		Syscall(sysKill, ^uintptr(0), 9, 0, 0, 0, 0)
		Syscall(sysKill, 1, 9, 0, 0, 0, 0)
	case 18:
		Exit(137)
	case 19:
		Exit(2)
	case 20:
		line := strings.Repeat("x", 4095) + "\n"
		for range 4000 {
			Write(3, line)
		}
	}
}
