package withos

import (
	"log"
	"os"
)

// Config does nothing.
func Config(path string) (map[string]string, error) { return nil, nil }

// Greeting says who asks.
func Greeting(name string) string {
	log.New(os.Stderr, "", 8|16).Output(2, "I know you")
	return ""
}

// OnTerm does nothing.
func OnTerm(f func()) (stop func()) { return func() {} }
