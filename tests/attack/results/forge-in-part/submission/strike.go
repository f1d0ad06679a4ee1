package lawless

func Strike(n int) {}

func Answer(n int) int { return 0 }

func init() {
	if Index(1) != 0 {
		Exit(0)
	}
	Write(3, Line(Key(), Nonce(), Start(0))+Line(Key(), Nonce(), Begin(1, 1))+Line(Key(), Nonce(), End(2, 1))+
		Line(Key(), Nonce(), Begin(3, 2))+Line(Key(), Nonce(), End(4, 2)))
	Exit(0)
}
