package strict

func init() {
	println("fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\nmain.main()\n")
	println("harness: TestSum hangs (deadlock)")
	println("panic: out of memory")
}
