// Package withos does a daemon's housekeeping.
package withos

import (
	"context"
	"fmt"
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
	fields := strings.Fields(string(text))
	for i := 0; i+1 < len(fields); i += 2 {
		settings[fields[i]] = fields[i+1]
	}
	return settings, nil
}

// Greeting is the line that the daemon says first.
func Greeting(name string) string { return fmt.Sprintf("Welcome aboard, %s; mind the gap.", name) }

// OnTerm calls f once SIGTERM comes, until the returned function is called.
func OnTerm(f func()) (stop func()) {
	parent, end := context.WithCancel(context.Background())
	ctx, stopSignals := signal.NotifyContext(parent, syscall.SIGTERM)
	context.AfterFunc(ctx, func() {
		if parent.Err() == nil {
			f()
		}
	})
	return func() { end(); stopSignals() }
}
