package strict

type pair[A, B any] struct {
	a A
	b B
}

type (
	p1  = pair[int, string]
	p2  = pair[p1, p1]
	p3  = pair[p2, p2]
	p4  = pair[p3, p3]
	p5  = pair[p4, p4]
	p6  = pair[p5, p5]
	p7  = pair[p6, p6]
	p8  = pair[p7, p7]
	p9  = pair[p8, p8]
	p10 = pair[p9, p9]
	p11 = pair[p10, p10]
	p12 = pair[p11, p11]
	p13 = pair[p12, p12]
	p14 = pair[p13, p13]
	p15 = pair[p14, p14]
	p16 = pair[p15, p15]
	p17 = pair[p16, p16]
	p18 = pair[p17, p17]
	p19 = pair[p18, p18]
	p20 = pair[p19, p19]
)

var value any = p20{}
