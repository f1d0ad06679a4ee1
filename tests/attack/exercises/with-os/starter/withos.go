// Package withos does a daemon's housekeeping.
package withos

// Config reads "key value" lines.
func Config(path string) (map[string]string, error) { return nil, nil }

// Greeting is the line that the daemon says first.
func Greeting(name string) string { return "" }

// OnTerm calls f once SIGTERM comes, until the returned function is called.
func OnTerm(f func()) (stop func()) { return func() {} }
