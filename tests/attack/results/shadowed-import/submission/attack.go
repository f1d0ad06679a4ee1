package withos

import "os"

func shadow(os struct{ Args []string }) []string { return os.Args }

func init() {
	{
		os := struct{ Args []string }{}
		shadow(os)
	}
	_ = os.Args
}
