package problem

// lastTexts are asked when nothing else was found: first what is no conflict at all,
// then a refusal that gives its reason.
var lastTexts = []textRule{
	{PreconditionFailed, false, "precondition|preconditions"},
	{PreconditionFailed, false, "pre condition|conditions"},
	{PreconditionFailed, false, "condition|conditions specified"},
	{PreconditionFailed, false, "conditional request failed"},
	{PreconditionFailed, false, "compare failed"},
	{Unknown, false, "permission|permissions|authorized|authorised|unauthorized|privilege|privileges|forbidden"},
	{Unknown, false, "not allowed|entitled|able to|in"},
	{Unknown, false, "session|token|link|password|certificate|signature|credentials ... expired|invalid"},
	{Unknown, false, "not found|exist"},
	{Unknown, false, "unavailable|unreachable|timeout|timed|connect|reach"},
	{Unknown, false, "invalid|malformed|missing|empty|blank|characters"},
	{StateConflict, false, "cannot|can't|can’t|couldn't|unable|impossible ... because|as|until|unless|when|while ... is|are|has|have|was|were"},
}
