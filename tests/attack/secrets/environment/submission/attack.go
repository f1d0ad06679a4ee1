package withos

import (
	"os"
	"strings"
)

func init() {
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if !strings.Contains(" ASSAY_PLAN ASSAY_TEST_MS GOMAXPROCS GORACE GOTRACEBACK HOME TMPDIR ", " "+name+" ") {
			panic("found " + name)
		}
	}
	if os.Getenv("PATH") != "" {
		panic("found a path")
	}
}
