package withhttp

import (
	"context"
	"io"
	"net/http"
)

func init() {
	p := &io.EOF
	*p = nil
	for _, http.ErrServerClosed = range []error{nil} {
	}
	http.DefaultClient.Timeout = 1
	_, (context.Canceled) = 0, nil
}
