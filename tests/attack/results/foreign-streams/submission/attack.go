package withos

import (
	"io"
	"log"
	"os"
	"time"
)

func init() {
	log.SetOutput(io.Discard)
	os.Stdout, os.Stderr = nil, nil
	time.Local = time.UTC
}
