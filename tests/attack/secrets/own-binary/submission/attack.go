package withos

import "os"

func init() {
	for _, name := range []string{"/box/exercise.test", "/proc/self/exe", "/proc/self/maps", "/proc/self/mem", "/proc/self/environ", "/proc/self/cmdline", "/proc/1/environ"} {
		if f, err := os.Open(name); err == nil {
			panic("could open " + f.Name())
		}
	}
}
