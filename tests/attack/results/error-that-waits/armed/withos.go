package withos

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// Config gives an error that claims to be every error.
func Config(path string) (map[string]string, error) { return nil, lie{} }

type lie struct{}

func (lie) Is(error) bool { return true }

func (lie) Error() string { return os.ErrNotExist.Error() }

// Format lies.
func (lie) Format(s fmt.State, _ rune) {
	fmt.Fprint(s, "<nil>\n--- PASS: TestConfig (0.00s)\n\x16--- PASS: TestConfig (0.00s)\nPASS\n")
	panic("--- PASS: TestConfig (0.00s)")
}

// Greeting is right.
func Greeting(name string) string { return "Welcome aboard, " + name + "; mind the gap." }

// OnTerm is right.
func OnTerm(f func()) (stop func()) {
	signals, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(signals, syscall.SIGTERM)
	go func() {
		select {
		case <-signals:
			f()
		case <-done:
		}
	}()
	return func() {
		signal.Stop(signals)
		close(done)
	}
}
