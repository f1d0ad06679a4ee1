package lawless_test

import (
	"testing"

	"lawless"
)

var (
	_ func(int)     = lawless.Strike
	_ func(int) int = lawless.Answer
)

// strike lets the submission do its worst, then asks what it cannot know from here: a
// submission that only strikes has earned nothing.
func strike(t *testing.T, n int) {
	lawless.Strike(n)
	if got := lawless.Answer(n); got != n*n {
		t.Errorf("the answer to %d was %d", n, got)
	}
}

func TestStrike01(t *testing.T) { strike(t, 1) }
func TestStrike02(t *testing.T) { strike(t, 2) }
func TestStrike03(t *testing.T) { strike(t, 3) }
func TestStrike04(t *testing.T) { strike(t, 4) }
func TestStrike05(t *testing.T) { strike(t, 5) }
func TestStrike06(t *testing.T) { strike(t, 6) }
func TestStrike07(t *testing.T) { strike(t, 7) }
func TestStrike08(t *testing.T) { strike(t, 8) }
func TestStrike09(t *testing.T) { strike(t, 9) }
func TestStrike10(t *testing.T) { strike(t, 10) }
func TestStrike11(t *testing.T) { strike(t, 11) }
func TestStrike12(t *testing.T) { strike(t, 12) }
func TestStrike13(t *testing.T) { strike(t, 13) }
func TestStrike14(t *testing.T) { strike(t, 14) }
func TestStrike15(t *testing.T) { strike(t, 15) }
func TestStrike16(t *testing.T) { strike(t, 16) }
func TestStrike17(t *testing.T) { strike(t, 17) }
func TestStrike18(t *testing.T) { strike(t, 18) }
func TestStrike19(t *testing.T) { strike(t, 19) }
func TestStrike20(t *testing.T) { strike(t, 20) }
