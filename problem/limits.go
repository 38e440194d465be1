package problem

// Everything that Read looks at is bounded by counts, never by a clock, so
// that the same answer always gives the same Problem.
const (
	maxBody       = 64 << 10 // decoded bytes that are looked at
	maxRatio      = 20       // decoded bytes for each coded one
	minExpansion  = 4 << 10  // a tiny body may always expand so far
	maxNodes      = 400      // members, elements and items
	maxDepth      = 8        // of JSON that is looked at; deeper parts are skipped
	maxNesting    = 64       // of JSON that is walked through at all
	maxXMLDepth   = 32
	maxItems      = 20 // of one array
	maxTokens     = 64
	maxSentence   = 4 << 10 // bytes of one sentence
	maxWords      = 400     // of a sentence that rules look at
	maxIdentifier = 200     // bytes of a version, resource, field or owner
	maxErrors     = 20      // field errors that are kept
	maxSteps      = 6       // upstream steps that are kept
)
