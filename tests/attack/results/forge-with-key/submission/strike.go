package lawless

func Strike(n int) {}

func Answer(n int) int { return 0 }

func signingKey() string { return "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff" }

func init() {
	seq := 0
	say := func(payload string) {
		Write(3, Line(signingKey(), Nonce(), payload))
		seq++
	}
	say(Start(seq))
	for n := 1; n <= 20; n++ {
		say(Begin(seq, n))
		say(End(seq, n))
	}
	say(Done(seq))
	Exit(0)
}
