package problem

// witness is what speaks for a cause without proving it.
type witness struct {
	words map[string]bool // in the sentence, beside the weak words
	codes map[string]bool // parts of an error code
}

// agreeing lists the causes whose words do not contradict another: a key that
// makes a request safe to repeat is in use because the request runs.
var agreeing = map[Cause][]Cause{
	Idempotency: {ConcurrentOperation, AlreadyExists, StateConflict},
}

// refusedRemoval is found where what runs is not another operation, but the
// thing that was to be taken away.
var refusedRemoval = say("cannot|can't|can’t ... delete|deleted|remove|removed|cancel|cancelled|canceled")

// changeWords are found in a sentence about a change or a version. A failed
// condition beside them may as well be an edit conflict.
var changeWords = say("changed|updated|edited|current|latest|newer|newest|stale|outdated|revision|version")

// witnesses by the cause for which they speak: of a weak text rule and one of
// these together a cause is read, of either alone none.
var witnesses = map[Cause]witness{
	StateConflict: {
		words: wordSet("state status phase stage because once while until since after before unless still already " +
			"porque pois weil denn solange noch bereits schon car puisque encore déjà já ainda ya todavía già ancora nog reeds уже ещё еще już plus mais meer più más mehr"),
		codes: wordSet("state status phase cannot not already closed archived cancelled canceled completed active running"),
	},
	AlreadyExists: {
		words: wordSet("name username email phone slug login handle nickname alias title key number address domain subdomain hostname path sku code id identifier prefix port ip choose pick unique"),
		codes: wordSet("exists duplicate unique taken used"),
	},
	EditConflict: {
		words: wordSet("changed modified updated edited saved editing changes edits version revision etag current latest newest reload refresh base copy data record document object entity row snapshot head branch"),
		codes: wordSet("version revision stale modified changed etag"),
	},
	Locked: {
		words: wordSet("lock locked unlock editing holder session exclusive release document file record page"),
		codes: wordSet("lock locked lease"),
	},
}

// saidBeside reports one of the words outside a run of words and outside advice.
func (w witness) saidBeside(at span, s speech) bool {
	for i, word := range s.words {
		if here := (span{i, i + 1}); w.words[word] && !here.overlaps(at) && !s.advises(here) {
			return true
		}
	}
	return false
}
