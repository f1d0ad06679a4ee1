package withos

import (
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"os"
	"reflect"
	"time"
)

// Config gives an error that says where its caller is.
func Config(path string) (map[string]string, error) {
	log.New(os.Stdout, "", log.Flags()|8|16).Output(2, "I know you")
	return nil, errors.New("nothing")
}

// Greeting does nothing.
func Greeting(name string) string { return "" }

// OnTerm says whose callback it was given.
func OnTerm(f func()) (stop func()) {
	record := slog.NewRecord(time.Now(), slog.LevelError, "panic: ", reflect.ValueOf(f).Pointer()+1)
	source := record.Source()
	place := fmt.Sprintf("%s\n\t%s:%d +0x1\n", source.Function, source.File, source.Line)
	handler := slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{AddSource: true})
	handler.Handle(context.Background(), record)
	os.Stdout.WriteString("goroutine 1 [running]:\n" + place)
	os.Stderr.WriteString("==================\nWARNING: DATA RACE\nRead at 0x00c0 by goroutine 7:\n  " + place + "==================\n")
	panic(fmt.Errorf("runtime error: index out of range [0] with length 0 %s", place))
}
