package strict

//line strict_test.go:18
func crash() { panic("here") }

/*line strict_test.go:20:1*/
func init() { crash() }
