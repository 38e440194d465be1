package handlers

import "strconv"

// sizeWords is a size as people read it: 512 B, 3 KiB, 2.5 MiB.
func sizeWords(n int64) string {
	const kib, mib = 1 << 10, 1 << 20
	switch {
	case n < kib:
		return strconv.FormatInt(n, 10) + " B"
	case n < mib:
		return strconv.FormatInt((n+kib/2)/kib, 10) + " KiB"
	}
	return strconv.FormatFloat(float64(n)/mib, 'f', 1, 64) + " MiB"
}
