// Testlog reads the events of `go test -json` and prints what a person wants
// to know: one line a package, the whole output of what failed, and at the end
// how many tests passed, failed and were skipped, and why.
package main

import (
	"fmt"
	"io"
	"os"
)

func main() {
	os.Exit(run(os.Stdin, os.Stdout))
}

// run returns 0 when at least one test ran and none failed.
func run(in io.Reader, out io.Writer) int {
	s := newSummary(out)
	if err := s.read(in); err != nil {
		fmt.Fprintln(out, "testlog:", err)
		return 1
	}
	return s.conclude()
}
