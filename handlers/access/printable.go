package access

import "unicode"

// printable reports runes that cannot change how a line looks or reads: no
// control characters and no marks that turn the direction of writing.
func printable(r rune) bool { return unicode.IsPrint(r) }
