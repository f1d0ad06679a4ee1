package harness

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"runtime"
	"strconv"
	"syscall"
)

// key is set by the linker (-X) to 64 hexadecimal digits, fresh for every build.
var key string

const recordDescriptor = 3

// channel writes authenticated records, and the marks that divide the output.
type channel struct {
	fd    int
	key   []byte
	nonce string
	seq   int
}

// newChannel gives a channel, or says why there can be none.
func newChannel(fd int, hexKey, nonce string) (*channel, string) {
	secret, err := hex.DecodeString(hexKey)
	if err != nil || len(secret) != sha256.Size {
		return nil, "no key was linked into this binary: only assay builds it"
	}
	return &channel{fd: fd, key: secret, nonce: nonce}, ""
}

// code authenticates a message of this run.
func (c *channel) code(message string) []byte {
	mac := hmac.New(sha256.New, c.key)
	mac.Write([]byte(c.nonce + " " + message))
	return mac.Sum(nil)
}

// line is the record of this payload, with its newline.
func (c *channel) line(payload string) string {
	return "assay1 " + hex.EncodeToString(c.code(payload)) + " " + payload + "\n"
}

// record writes "<word> seq=<n> <fields>" and counts. A record that cannot be
// written would leave a gap that the reader takes for tampering, so the process
// ends there.
func (c *channel) record(word, fields string) {
	payload := word + " seq=" + strconv.Itoa(c.seq) + " " + fields
	c.seq++
	if !writeAll(c.fd, []byte(c.line(payload))) {
		refuse("cannot write to the record descriptor")
	}
}

// mark tells both streams that what follows belongs to the index-th test of the
// plan. A candidate that closed a stream loses its own output only.
func (c *channel) mark(index int) {
	n := strconv.Itoa(index)
	code := c.code("out " + n)[:sha256.Size/2]
	line := []byte("\n\x01assay " + hex.EncodeToString(code) + " " + n + "\n")
	writeAll(1, line)
	writeAll(2, line)
}

// writeAll writes to a descriptor without a look at os.Stdout and its like, which
// the candidate may have replaced. Someone may also have made the descriptor
// non-blocking, hence EAGAIN.
func writeAll(fd int, b []byte) bool {
	for len(b) > 0 {
		n, err := syscall.Write(fd, b)
		switch {
		case n > 0:
			b = b[n:]
		case err == syscall.EAGAIN:
			runtime.Gosched()
		case err != syscall.EINTR:
			return false
		}
	}
	return true
}
