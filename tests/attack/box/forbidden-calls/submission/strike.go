package lawless

func Answer(n int) int { return n * n }

// Strike n makes one system call (numbers of x86-64).
func Strike(n int) {
	switch n {
	case 1:
		Syscall(101, 0, 0, 0, 0, 0, 0) // ptrace
	case 2:
		Syscall(310, 0, 0, 0, 0, 0, 0) // process_vm_readv
	case 3:
		Syscall(165, 0, 0, 0, 0, 0, 0) // mount
	case 4:
		Syscall(166, 0, 0, 0, 0, 0, 0) // umount2
	case 5:
		Syscall(155, 0, 0, 0, 0, 0, 0) // pivot_root
	case 6:
		Syscall(161, 0, 0, 0, 0, 0, 0) // chroot
	case 7:
		Syscall(272, 0, 0, 0, 0, 0, 0) // unshare
	case 8:
		Syscall(308, 0, 0, 0, 0, 0, 0) // setns
	case 9:
		Syscall(321, 0, 0, 0, 0, 0, 0) // bpf
	case 10:
		Syscall(323, 0, 0, 0, 0, 0, 0) // userfaultfd
	case 11:
		Syscall(298, 0, 0, 0, 0, 0, 0) // perf_event_open
	case 12:
		Syscall(250, 0, 0, 0, 0, 0, 0) // keyctl
	case 13:
		Syscall(246, 0, 0, 0, 0, 0, 0) // kexec_load
	case 14:
		Syscall(175, 0, 0, 0, 0, 0, 0) // init_module
	case 15:
		Syscall(227, 0, 0, 0, 0, 0, 0) // clock_settime
	case 16:
		Syscall(304, 0, 0, 0, 0, 0, 0) // open_by_handle_at
	case 17:
		Syscall(169, 0, 0, 0, 0, 0, 0) // reboot
	case 18:
		Syscall(429, 0, 0, 0, 0, 0, 0) // move_mount
	case 19:
		Syscall(438, 0, 0, 0, 0, 0, 0) // pidfd_getfd
	case 20:
		Syscall(154, 0, 0, 0, 0, 0, 0) // modify_ldt
	}
}
