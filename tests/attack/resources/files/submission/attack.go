package withos

import (
	"fmt"
	"os"
)

// must panics where the box gave more than it should.
func must(limited bool, what string) {
	if !limited {
		panic("no limit on " + what)
	}
}

func init() {
	os.Mkdir("/tmp/full", 0o755)
	large, _ := os.Create("/tmp/full/large")
	written := 0
	for range 64 {
		n, err := large.Write(make([]byte, 1<<20))
		written += n
		if err != nil {
			break
		}
	}
	must(written <= 2<<20, "bytes")
	must(large.Truncate(1<<40) != nil, "the size of a file")
	large.Close()
	os.Remove("/tmp/full/large")
	made := 0
	for ; made < 5000; made++ {
		if os.Mkdir(fmt.Sprint("/tmp/full/", made), 0o755) != nil {
			break
		}
	}
	must(made < 5000, "inodes")
	var open []*os.File
	for len(open) < 20000 {
		f, err := os.Open("/dev/null")
		if err != nil {
			break
		}
		open = append(open, f)
	}
	must(len(open) < 20000, "descriptors")
	for _, f := range open {
		f.Close()
	}
	os.RemoveAll("/tmp/full")
}
