package withos

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
)

// Lines of the hidden tests and of a solution, in two parts, so as not to be found here.
var needles = []string{"the hidden settings " + "were read as", "SIGTERM went " + "unnoticed", "func TestGreet" + "ing(t"}

func init() {
	for _, top := range []string{"/", "."} {
		filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() || filepath.Dir(path) == "/dev" {
				return nil
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return nil
			}
			for _, needle := range needles {
				if bytes.Contains(text, []byte(needle)) {
					panic("found in " + path)
				}
			}
			return nil
		})
	}
}
