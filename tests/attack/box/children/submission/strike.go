package lawless

import (
	"os"
	"strings"
	"time"
)

func Answer(n int) int { return 0 }

// In a child there are no tests: it does what its variable says.
func init() {
	switch Getenv("CHILD") {
	case "hoard":
		hoard := [][]byte{}
		for {
			page := make([]byte, 1<<20)
			for i := range page {
				page[i] = 1
			}
			hoard = append(hoard, page)
		}
	case "stay":
		Syscall(112, 0, 0, 0, 0, 0, 0) // setsid
		time.Sleep(time.Hour)
	case "spin":
		for {
		}
	case "records":
		for range 100 {
			Write(3, "assay1 "+strings.Repeat("0", 64)+" from a child\n")
		}
		Exit(0)
	}
}

func with(what string) []string { return []string{"CHILD=" + what} }

// Strike n starts a process.
func Strike(n int) {
	switch n {
	case 1: // a child that runs out of memory; the exit code of this process is 0
		pid, err := Spawn(with("hoard"))
		if err == nil {
			Wait(pid)
		}
		Exit(0)
	case 2: // a child of another session that outlives this process and holds its streams
		Spawn(with("stay"))
		Exit(0)
	case 3: // a child that writes records
		pid, _ := Spawn(with("records"))
		Wait(pid)
	case 4: // children until there are no more
		for range 500 {
			if _, err := Spawn(with("stay")); err != nil {
				break
			}
		}
		Exit(0)
	case 5: // a child that spins while this process sleeps
		Spawn(with("spin"))
		Spawn(with("spin"))
		for {
			time.Sleep(time.Second)
		}
	case 6: // stopped for ever
		pid := os.Getpid()
		Syscall(62, uintptr(pid), 19, 0, 0, 0, 0)
		time.Sleep(time.Hour)
	}
}
