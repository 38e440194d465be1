package gate

import (
	"bufio"
	"io/fs"
	"math"
	"path"
	"strconv"
	"strings"
)

const (
	cgroupShare = 80      // percent of the limit that the heap may take
	noLimit     = 1 << 62 // version 1 writes a number near 2^63 for none
)

// MemoryLimit is what GOMEMLIMIT should be where nobody set it: 80 percent of
// the memory that the control group allows, the least of those above it too; 0
// where there is no limit. root is the root of the file system.
func MemoryLimit(root fs.FS) int64 {
	least := int64(math.MaxInt64)
	for _, file := range limitFiles(root) {
		if n, ok := readBytes(root, file); ok {
			least = min(least, n)
		}
	}
	if least >= noLimit {
		return 0
	}
	return least / 100 * cgroupShare
}

// limitFiles lists where the limits of this process may stand, for version 2
// and version 1 of control groups. Inside a container its own group is often
// mounted as the root.
func limitFiles(root fs.FS) []string {
	files := []string{"sys/fs/cgroup/memory.max", "sys/fs/cgroup/memory/memory.limit_in_bytes"}
	f, err := root.Open("proc/self/cgroup")
	if err != nil {
		return files
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		controllers, group, ok := groupOf(lines.Text())
		if !ok {
			continue
		}
		base, name := "sys/fs/cgroup", "memory.max"
		if controllers == "memory" {
			base, name = "sys/fs/cgroup/memory", "memory.limit_in_bytes"
		}
		for ; group != "/" && group != "."; group = path.Dir(group) {
			files = append(files, path.Join(base, group, name))
		}
	}
	return files
}

// groupOf reads a line of /proc/self/cgroup, "ID:controllers:/path": no
// controllers are version 2.
func groupOf(line string) (controllers, group string, ok bool) {
	parts := strings.SplitN(line, ":", 3)
	if len(parts) != 3 || parts[1] != "" && parts[1] != "memory" {
		return "", "", false
	}
	group = path.Clean("/" + parts[2])
	return parts[1], group, true
}

func readBytes(root fs.FS, file string) (int64, bool) {
	text, err := fs.ReadFile(root, strings.TrimPrefix(file, "/"))
	if err != nil {
		return 0, false
	}
	n, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	return n, err == nil && n > 0
}
