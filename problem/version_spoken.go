package problem

import "strings"

// The words that tell whose version a sentence names. "Expected" is not among
// them: it is the client's in one product and the server's in another.
var (
	serversAdjectives = words("current latest newest server server's stored actual existing database remote")
	clientsAdjectives = words("your provided submitted supplied sent given client client's requested base")
	versionNouns      = words("version revision rev etag generation seqno resourceversion rowversion")
	versionFillers    = words("is was are now number no id at has being =")
)

// spokenVersions reads "the current revision is 7" and "your version: 5". A
// value without a digit is a word of the sentence.
func spokenVersions(sentence string) (current, yours string) {
	fields := strings.FieldsFunc(sentence, isVersionBreak)
	for i := 0; i+2 < len(fields); i++ {
		if !versionNouns[strings.ToLower(fields[i+1])] {
			continue
		}
		owner := strings.ToLower(fields[i])
		isServers, isClients := serversAdjectives[owner], clientsAdjectives[owner]
		if !isServers && !isClients {
			continue
		}
		value := firstVersion(fields[i+2:])
		switch {
		case isServers && current == "":
			current = value
		case isClients && yours == "":
			yours = value
		}
	}
	return current, yours
}

func isVersionBreak(r rune) bool { return strings.ContainsRune(" \"'`()[]{}<>,;:“”‘", r) }

// firstVersion returns the word behind the fillers if it may be a version.
func firstVersion(fields []string) string {
	const most = 3
	for i := 0; i < len(fields) && i < most; i++ {
		word := strings.TrimRight(fields[i], ".!?")
		if versionFillers[strings.ToLower(word)] {
			continue
		}
		if strings.ContainsAny(word, "0123456789") && isIdentifier(word) {
			return word
		}
		return ""
	}
	return ""
}
