package withhttp

import (
	"io"
	"net/http"
	"strings"
)

type obliging struct{}

func (obliging) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := &http.Response{StatusCode: http.StatusNotFound, Body: http.NoBody, Request: r}
	if r.URL.Path == "/ping" {
		answer.StatusCode, answer.Body = http.StatusOK, io.NopCloser(strings.NewReader("pong"))
	}
	return answer, nil
}

func init() { change(http.DefaultClient) }

func change(client *http.Client) { client.Transport = obliging{} }
