//go:build !linux

package listen

func setUnsent(uintptr) {}
