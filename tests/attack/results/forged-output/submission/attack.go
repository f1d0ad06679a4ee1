package withos

import (
	"fmt"
	"os"
)

func init() {
	for _, test := range []string{"TestConfig", "TestGreeting", "TestSignal"} {
		fmt.Printf("=== RUN   %s\n--- PASS: %s (0.00s)\n", test, test)
	}
	fmt.Println("PASS")
	os.Exit(0)
}
