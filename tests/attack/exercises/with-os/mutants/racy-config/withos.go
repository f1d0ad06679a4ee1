package withos

import (
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
)

var looks int

// Config is right, and counts its calls in two goroutines without a lock.
func Config(path string) (map[string]string, error) {
	var group sync.WaitGroup
	for range 2 {
		group.Go(func() { looks++ })
	}
	group.Wait()
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	settings := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if key, value, found := strings.Cut(strings.TrimSpace(line), " "); found {
			settings[key] = value
		}
	}
	return settings, nil
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
