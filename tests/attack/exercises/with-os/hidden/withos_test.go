package withos_test

import (
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"withos"
)

var (
	_ func(string) (map[string]string, error) = withos.Config
	_ func(string) string                     = withos.Greeting
	_ func(func()) func()                     = withos.OnTerm
)

func TestConfig(t *testing.T) {
	path := filepath.Join(t.TempDir(), "daemon.conf")
	if err := os.WriteFile(path, []byte("port 8080\nname ada\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := withos.Config(path)
	if err != nil || got["port"] != "8080" || got["name"] != "ada" {
		t.Errorf("the hidden settings were read as %v, %v", got, err)
	}
	if _, err := withos.Config(path + ".absent"); err == nil || !os.IsNotExist(err) {
		t.Errorf("a file that is not there gave %v", err)
	}
}

// The expected line lies beside the tests, so that whoever moves the tests elsewhere could
// bring a line of his own.
func TestGreeting(t *testing.T) {
	got := withos.Greeting("Ada")
	want, err := os.ReadFile("testdata/greeting.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got != strings.TrimSpace(string(want)) {
		t.Errorf("greeting %q, want %q", got, want)
	}
}

func TestSignal(t *testing.T) {
	signal.Notify(make(chan os.Signal, 1), syscall.SIGTERM) // or else it ends the process
	called := make(chan struct{}, 1)
	stop := withos.OnTerm(func() { called <- struct{}{} })
	defer stop()
	if err := syscall.Kill(os.Getpid(), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case <-called:
	case <-time.After(2 * time.Second):
		t.Error("SIGTERM went unnoticed")
	}
}
