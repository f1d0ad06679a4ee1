package withos

import "os"

func init() {
	os.MkdirAll("/tmp/mine/testdata", 0o755)
	os.WriteFile("/tmp/mine/testdata/greeting.txt", nil, 0o644)
	if folder, err := os.Open("/tmp/mine"); err == nil {
		folder.Chdir()
	}
}
