package withos

import (
	"os"
	"os/signal"
	"syscall"
)

// Config does not try.
func Config(path string) (map[string]string, error) {
	os.Exit(0)
	return nil, nil
}

// Greeting is right.
func Greeting(name string) string { return "Welcome aboard, " + name + "; mind the gap." }

// OnTerm is right.
func OnTerm(f func()) (stop func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	go func() {
		if _, ok := <-signals; ok {
			f()
		}
	}()
	return func() {
		signal.Stop(signals)
		close(signals)
	}
}
