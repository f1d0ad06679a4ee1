//go:debug asynctimerchan=1
//go:debug panicnil=1
package strict

//go:linkname off runtime.RaceDisable
func off()

//go:linkname restart runtime.racefini
func restart()

//go:nocheckptr
func init() { off(); restart() }
