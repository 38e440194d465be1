package problem

// witness is what speaks for a cause without proving it.
type witness struct {
	words phrase          // one of them in the sentence, beside the weak words
	codes map[string]bool // parts of an error code
}

// witnesses by the cause for which they speak: of a weak text rule and one of
// these together a cause is read, of either alone none.
var witnesses = map[Cause]witness{
	StateConflict: {
		words: say("state|status|phase|stage|because|once|while|until|since|after|before|unless|still|already|" +
			"porque|pois|weil|denn|solange|noch|bereits|schon|car|puisque|encore|déjà|já|ainda|ya|todavía|già|ancora|nog|reeds|уже|ещё|еще|już|plus|mais|meer|più|más|mehr"),
		codes: wordSet("state status phase cannot not already closed archived cancelled canceled completed active running"),
	},
	AlreadyExists: {
		words: say(names + "|title|key|number|address|domain|subdomain|hostname|path|sku|code|id|identifier|prefix|port|ip|choose|pick|unique"),
		codes: wordSet("exists duplicate unique taken used"),
	},
	EditConflict: {
		words: say("changed|modified|updated|edited|saved|editing|changes|edits|version|revision|etag|current|latest|newest|reload|refresh|base"),
		codes: wordSet("version revision stale modified changed etag"),
	},
	Locked: {
		words: say("lock|locked|unlock|editing|holder|session|exclusive|release|document|file|record|page"),
		codes: wordSet("lock locked lease"),
	},
	ConcurrentOperation: {
		words: say("wait|finish|finishes|finished|completes|complete|currently|still|already|another|later|moment|moments|minutes"),
		codes: wordSet("progress running pending concurrent busy"),
	},
}

// saidBeside reports one of the words outside a run of words.
func (w witness) saidBeside(at span, s speech) bool {
	if len(w.words.parts) == 0 {
		return false
	}
	choice := w.words.parts[0].words[0]
	for i, word := range s.words {
		if (i < at.from || i >= at.to) && choice.has(word) {
			return true
		}
	}
	return false
}
