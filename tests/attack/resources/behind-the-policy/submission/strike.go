package lawless

import "time"

func Answer(n int) int { return 0 }

// Strike n uses up one thing (system calls of x86-64).
func Strike(n int) {
	switch n {
	case 1: // threads
		for range 200 {
			go Hold()
		}
		time.Sleep(time.Second)
	case 2: // pipes full of bytes nobody reads
		page := make([]byte, 1<<16)
		for range 400 {
			var ends [2]int32
			if _, err := Syscall(293, Pair(&ends), 0o4000, 0, 0, 0, 0); err != 0 {
				break
			}
			Write(int(ends[1]), string(page))
		}
	case 3: // locked memory
		page := make([]byte, 32<<20)
		Syscall(149, Address(page), uintptr(len(page)), 0, 0, 0, 0)
		for i := 0; i < len(page); i += 4096 {
			page[i] = 1
		}
	case 4: // mappings that belong to nobody's heap
		for {
			at, err := Syscall(9, 0, 8<<20, 3, 0x22, ^uintptr(0), 0)
			if err != 0 {
				break
			}
			Syscall(28, at, 8<<20, 23, 0, 0, 0) // MADV_POPULATE_WRITE
		}
	}
}
