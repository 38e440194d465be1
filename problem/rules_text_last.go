package problem

// lastTexts are asked when nothing else was found: first what is no conflict at all,
// then a refusal that gives its reason.
var lastTexts = []textRule{
	{PreconditionFailed, decides, "precondition|preconditions"},
	{PreconditionFailed, decides, "pre condition|conditions"},
	{PreconditionFailed, decides, "condition|conditions specified"},
	{PreconditionFailed, decides, "conditional request failed"},
	{PreconditionFailed, decides, "compare failed"},
	{Unknown, decides, "not found|exist"},
	{Unknown, decides, "unavailable|unreachable|timeout|timed|connect|reach"},
	{Unknown, decides, "invalid|malformed|missing|empty|blank|characters"},
	{Unknown, decides, "because|as|since|until|unless you|your"},
	{StateConflict, decides, "cannot|can't|can’t|couldn't|unable|impossible ... because|as|until|unless|when|while ... is|are|has|have|was|were"},
}
