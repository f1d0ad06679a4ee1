package withos

import (
	"os"
)

func init() {
	os.Stderr.WriteString("==================\nWARNING: DATA RACE\nWrite at 0x00c000012345 by goroutine 7:\n  withos.Config()\n      withos/attack.go:8 +0x44\n==================\nFound 1 data race(s)\n")
	os.Exit(66)
}
