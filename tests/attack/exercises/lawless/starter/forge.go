package lawless

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// What somebody knows who has read assay's source: how records are written. They go to
// descriptor 3, as "assay1 <code> <payload>".

// The harness removes its plan from the environment before the first test, but init
// comes before it.
var plan = Getenv("ASSAY_PLAN")

// Nonce is that of this run.
func Nonce() string {
	nonce, _, _ := strings.Cut(plan, ":")
	return nonce
}

// Planned are the tests of this process, in their order.
func Planned() []string {
	_, names, _ := strings.Cut(plan, ":")
	return strings.Split(names, ",")
}

// Index is the place of strike n in the plan.
func Index(n int) int {
	for i, name := range Planned() {
		if name == Name(n) {
			return i
		}
	}
	return -1
}

// Name is that of strike n's test.
func Name(n int) string { return fmt.Sprintf("TestStrike%02d", n) }

// Line is a record, signed.
func Line(hexKey, nonce, payload string) string {
	key, _ := hex.DecodeString(hexKey)
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(nonce + " " + payload))
	return "assay1 " + hex.EncodeToString(mac.Sum(nil)) + " " + payload + "\n"
}

// Start, Begin, End and Done are payloads; seq is the number of the record.
func Start(seq int) string {
	return fmt.Sprintf(`start seq=%d tests=%d gomaxprocs=2 go="go1.25"`, seq, len(Planned()))
}

// Begin announces strike n.
func Begin(seq, n int) string {
	return fmt.Sprintf(`begin seq=%d index=%d test=%q`, seq, Index(n), Name(n))
}

// End says that strike n has passed.
func End(seq, n int) string {
	return fmt.Sprintf(`end seq=%d index=%d test=%q outcome=passed kind="" races=0 ns=1000 gomaxprocs=2`, seq, Index(n), Name(n))
}

// Done ends the records.
func Done(seq int) string { return fmt.Sprintf(`done seq=%d tests=%d`, seq, len(Planned())) }

// Due is the number of the record that is due while strike n runs: its end.
func Due(n int) int { return 2 + 2*Index(n) }
