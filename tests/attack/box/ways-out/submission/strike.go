package lawless

import (
	"os"
	"strings"
)

// Answer is right where nothing was reached.
func Answer(n int) int { return n * n }

// must panics, which costs the test, when something could be reached that must not be.
func must(refused bool, what string) {
	if !refused {
		panic("reached: " + what)
	}
}

func fails(number uintptr, arguments ...uintptr) bool {
	var a [6]uintptr
	copy(a[:], arguments)
	_, err := Syscall(number, a[0], a[1], a[2], a[3], a[4], a[5])
	return err != 0
}

// Strike n tries one way out (numbers of x86-64).
func Strike(n int) {
	switch n {
	case 1:
		for _, name := range []string{"/etc/passwd", "/etc/shadow", "/root", "/home", "/usr", "/var", "/sys", "/proc", "/run", "/dev/mem", "/dev/kmsg", "/dev/shm", "/dev/fd", "/dev/tty"} {
			_, err := os.Stat(name)
			must(err != nil, name)
		}
	case 2:
		_, err := os.ReadFile("/box/exercise.test")
		must(err != nil, "the test binary's bytes")
	case 3:
		for _, name := range []string{"/x", "/box/x", "/box/module/x", "/dev/x", "/lib64/x"} {
			must(os.WriteFile(name, []byte("x"), 0o600) != nil, name)
		}
	case 4:
		must(os.Chmod("/box/exercise.test", 0o755) != nil, "the test binary's mode")
		must(os.Remove("/box/exercise.test") != nil, "the test binary")
		must(os.Rename("/box", "/tmp/box") != nil, "the box")
	case 5:
		must(fails(133, Text("/tmp/null"), 0o20666, 0x103), "a device node") // mknod
	case 6:
		os.WriteFile("/tmp/program", []byte("#!/box/exercise.test\n"), 0o755)
		must(fails(59, Text("/tmp/program"), Nothing, Nothing), "a program of its own") // execve
		os.Chmod("/tmp/program", os.ModeSetuid|0o755)
		must(fails(59, Text("/tmp/program"), Nothing, Nothing), "a setuid program")
	case 7:
		must(fails(105, 0) && fails(106, 0) && fails(117, 0, 0, 0), "user 0") // setuid, setgid, setresuid
	case 8:
		for family := range uintptr(46) {
			if family == 1 || family == 2 || family == 10 {
				continue
			}
			must(fails(41, family, 3, 0), "a socket of family "+strings.Repeat("i", int(family)))
		}
	case 9:
		address := "\x02\x00\x00\x50\xc0\x00\x02\x01" + strings.Repeat("\x00", 8) // 192.0.2.1:80
		fd, _ := Syscall(41, 2, 1, 0, 0, 0, 0)
		must(fails(42, fd, Address([]byte(address)), 16), "the network")
	case 10:
		fd, _ := Syscall(41, 1, 1, 0, 0, 0, 0)
		must(fails(42, fd, Address([]byte("\x01\x00/run/systemd/private\x00")), 23), "a socket of the host")
	case 11:
		must(fails(16, 0, 0x5412, Text("x")), "typing into a terminal") // TIOCSTI
	case 12:
		must(fails(435, Nothing, 0) && fails(425, 8, Nothing), "clone3 and io_uring")
	case 13:
		must(fails(56, 0x10000000|17) && fails(56, 0x20000|17), "namespaces by clone")
	case 14:
		must(fails(29, 0, 4096, 0o1666) && fails(64, 0, 1, 0o1666) && fails(68, 0, 0o1666), "System V memory, semaphores, messages")
		must(fails(240, Text("q"), 0o102, 0o600, Nothing), "POSIX messages")
	case 15:
		_, err := os.Stat("/tmp/left-by-the-run-before")
		must(err != nil, "a message of another run")
		os.WriteFile("/tmp/left-by-the-run-before", nil, 0o600)
	case 16:
		must(fails(319, Text("m"), 0), "a memory file that no limit on files counts") // memfd_create
	case 17:
		must(fails(160, 9, Address(make([]byte, 16))) || true, "")
		must(fails(302, 0, 6, Address([]byte(strings.Repeat("\xff", 16))), 0), "a higher limit on processes")
	case 18:
		must(fails(157, 38, 0), "new privileges")
		must(fails(157, 22, 2, Nothing), "a filter of its own")
		must(fails(157, 23, 0) || fails(157, 24, 0), "the bounding set")
	case 19:
		must(fails(80, Text("/tmp")) && fails(81, 0), "another folder") // chdir, fchdir
	case 20:
		for _, variable := range Environ() {
			name, value, _ := strings.Cut(variable, "=")
			must(strings.Contains(" GOMAXPROCS GORACE GOTRACEBACK HOME TMPDIR ", " "+name+" "), "the variable "+name)
			must(len(value) < 100, "a secret in "+name)
		}
	}
}
