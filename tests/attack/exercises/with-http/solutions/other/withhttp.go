// Package withhttp answers pings and fetches pages.
package withhttp

import (
	"context"
	"fmt"
	"io"
	"net/http"
)

// Handler answers GET /ping with "pong".
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || r.URL.Path != "/ping" {
			http.NotFound(w, r)
			return
		}
		io.WriteString(w, "pong")
	})
}

// Fetch gives the body of a page; another status than 200 is an error.
func Fetch(ctx context.Context, url string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%s says %s", url, response.Status)
	}
	body, err := io.ReadAll(response.Body)
	return string(body), err
}
