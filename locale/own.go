package locale

// owns maps each word for an error of the edge itself to a sentence that names
// no host. Read-only.
var owns = map[string]sentence{
	"refused":       sentenceRefused,
	"unreachable":   sentenceUnreachable,
	"dns":           sentenceServerNotFound,
	"tls":           sentenceNoSecure,
	"timeout":       sentenceTookTooLong,
	"reset":         sentenceBrokenOff,
	"protocol":      sentenceUnreadable,
	"request":       sentenceNotUnderstood,
	"slow-request":  sentenceSendingTooSlow,
	"large-request": sentenceTooBig,
	"overload":      sentenceCrowded,
	"maintenance":   sentenceClosed,
	"limit":         sentenceTooManyShort,
	"denied":        sentenceDenied,
	"unknown-host":  sentenceUnknownHost,
	"internal":      sentenceBroke,
}

// Own returns the sentence for an error that the edge made itself, by its
// word: refused, unreachable, dns, tls, timeout, reset, protocol, request,
// slow-request, large-request, overload, maintenance, limit, denied,
// unknown-host, internal; empty for other words.
func (l *Language) Own(word string) string {
	s, ok := owns[word]
	if !ok {
		return ""
	}
	return l.sentences[s]
}
