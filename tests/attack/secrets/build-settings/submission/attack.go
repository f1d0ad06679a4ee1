package withos

import (
	"runtime/debug"
	"strings"
)

func init() {
	info, _ := debug.ReadBuildInfo()
	if strings.Contains(info.String(), "harness.key") || strings.Contains(info.String(), "-ldflags") {
		panic("found " + info.String())
	}
}
