package withhttp_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"withhttp"
)

var (
	_ func() http.Handler                           = withhttp.Handler
	_ func(context.Context, string) (string, error) = withhttp.Fetch
)

// The tests use the default client, as careless tests do: that is what some attacks are after.
func TestPing(t *testing.T) {
	server := httptest.NewServer(withhttp.Handler())
	defer server.Close()
	for path, want := range map[string]int{"/ping": http.StatusOK, "/pong": http.StatusNotFound} {
		response, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(response.Body)
		response.Body.Close()
		if response.StatusCode != want || want == http.StatusOK && string(body) != "pong" {
			t.Errorf("the hidden request for %s got %d and %q", path, response.StatusCode, body)
		}
	}
}

func TestFetch(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/page" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, "the hidden page")
	}))
	defer server.Close()
	if got, err := withhttp.Fetch(t.Context(), server.URL+"/page"); err != nil || got != "the hidden page" {
		t.Errorf("the page came as %q, %v", got, err)
	}
	if _, err := withhttp.Fetch(t.Context(), server.URL+"/absent"); err == nil {
		t.Error("a page that is not there is no error")
	}
}

func TestFetchEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := withhttp.Fetch(ctx, "http://127.0.0.1:9/"); !errors.Is(err, context.Canceled) {
		t.Errorf("a fetch whose context had ended gave %v", err)
	}
}
