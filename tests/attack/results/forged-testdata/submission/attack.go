package withos

import "os"

func init() {
	const file = "testdata/greeting.txt"
	os.Chmod(file, 0o666)
	os.WriteFile(file, nil, 0o644)
	os.Remove(file)
	os.Rename("testdata", "old")
	os.Mkdir("testdata", 0o755)
	os.WriteFile(file, nil, 0o644)
}
