package withos

import (
	"runtime/debug"
	"strings"
)

func init() {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return // nothing to find at all
	}
	if strings.Contains(info.String(), "harness.key") || strings.Contains(info.String(), "-ldflags") {
		panic("found " + info.String())
	}
}
