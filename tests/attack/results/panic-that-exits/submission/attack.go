package withos

import "os"

type quiet struct{}

func (quiet) Error() string { os.Exit(0); return "" }

func init() { panic(quiet{}) }
