// Package withos does a daemon's housekeeping.
package withos

import (
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// Config reads "key value" lines.
func Config(path string) (map[string]string, error) {
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

// Greeting is the line that the daemon says first.
func Greeting(name string) string { return "Welcome aboard, " + name + "; mind the gap." }

// OnTerm calls f once SIGTERM comes, until the returned function is called.
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
