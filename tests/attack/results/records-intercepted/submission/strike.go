package lawless

import (
	"bytes"
	"strings"
	"time"
)

var earlier string // a record that passed, kept for later

// Answer is right in strike 9, to have a record worth replaying.
func Answer(n int) int {
	if n == 9 {
		return 81
	}
	return 0
}

// Strike puts itself between the harness and the supervisor.
func Strike(n int) {
	if n > 12 {
		return
	}
	tapped, before, err := Intercept(3)
	if err != nil {
		return
	}
	forward := func(s string) { Write(before, s) }
	go func() {
		var lines []string
		buffer := make([]byte, 4096)
		rest := ""
		for {
			got, err := Read(tapped, buffer)
			if got <= 0 || err != nil {
				return
			}
			rest += string(bytes.Clone(buffer[:got]))
			for strings.Contains(rest, "\n") {
				at := strings.Index(rest, "\n") + 1
				lines = append(lines, rest[:at])
				meddle(n, len(lines)-1, rest[:at], forward)
				rest = rest[at:]
			}
		}
	}()
	time.Sleep(2 * time.Millisecond)
}

// meddle does with the i-th record since strike n what strike n is about. The first is the
// test's end.
func meddle(n, i int, record string, forward func(string)) {
	switch {
	case n == 1 && i == 0: // dropped
	case n == 2:
		forward(strings.Replace(record, "outcome=failed", "outcome=passed", 1))
	case n == 3:
		forward(record + record)
	case n == 4 && i == 0:
		earlier = record
	case n == 4 && i == 1:
		forward(record + earlier)
	case n == 5:
		forward(record[:len(record)/2])
		Exit(0)
	case n == 6:
		forward(record[:20] + record)
	case n == 7: // nothing is ever heard again
	case n == 8:
		Exit(0)
	case n == 9 && i == 0:
		earlier = record
		forward(record)
	case n == 10:
		forward(earlier)
	case n == 11:
		forward(strings.Replace(record, "assay1", "assay2", 1))
	case n == 12:
		forward(strings.ReplaceAll(record, " ", "  "))
	default:
		forward(record)
	}
}
