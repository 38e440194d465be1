package problem

// lastTexts are asked when nothing else was found: first what is no conflict at all,
// then a refusal that gives its reason.
var lastTexts = []textRule{
	{PreconditionFailed, false, "precondition|preconditions"},
	{PreconditionFailed, false, "pre condition|conditions"},
	{PreconditionFailed, false, "condition|conditions specified"},
	{PreconditionFailed, false, "conditional request failed"},
	{PreconditionFailed, false, "compare failed"},
	{Unknown, false, "not found|exist"},
	{Unknown, false, "unavailable|unreachable|timeout|timed|connect|reach"},
	{Unknown, false, "invalid|malformed|missing|empty|blank|characters"},
	{Unknown, false, "because|as|since|until|unless you|your"},
	{StateConflict, false, "cannot|can't|can’t|couldn't|unable|impossible ... because|as|until|unless|when|while ... is|are|has|have|was|were"},
}
