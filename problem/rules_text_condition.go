package problem

// conditionTexts speak of a condition that the client should have sent, of a key that
// makes a request safe to repeat, and of limits. A rate limit is none of these: it
// is no conflict.
var conditionTexts = []textRule{
	{PreconditionRequired, false, "required to be conditional"},
	{PreconditionRequired, false, "if match ... required|missing"},
	{PreconditionRequired, false, "requires|require|needs ... if match"},

	{Idempotency, true, "idempoten* & in progress|flight"},
	{Idempotency, true, "idempoten* & being processed"},
	{Idempotency, true, "idempoten* & outstanding"},
	{Idempotency, false, "idempotency|idempotent"},
	{Idempotency, false, "retry|request|deduplication key|id|token ... already|before"},

	{Unknown, false, "rate limit|limits|limited|limiting|exceeded"},
	{Unknown, false, "too many requests|attempts|tries"},
	{Quota, false, "limit ... exceeded|reached"},
	{Quota, false, "limitexceeded"},
	{Quota, false, "reached|exceeded|exceeds ... limit|limits|quota|maximum"},
	{Quota, false, "maximum ... reached|exceeded"},
	{Quota, false, "quota|quotas"},
	{Quota, false, "too many instances"},
	{Quota, false, "insufficient|no ... space|storage"},
	{Quota, false, "used|consumed all of|your|available|the"},
	{Quota, false, "upgrade your|the|to|this ... plan|subscription|tier|license ... more|another|additional|increase|raise"},
	{Quota, false, "exceed|exceeding ... limit|limits|quota|maximum|allowance"},
	{Quota, false, "limit|kontingent|höchstzahl|speicherplatz|maximum ... erreicht|überschritten|erschöpft|aufgebraucht"},
	{Quota, false, "limite|quota|plafond ... atteint|atteinte|dépassé|dépassée"},
	{Quota, false, "límite|limite|cuota|cota ... alcanzado|alcanzada|superado|superada|excedido|atingido|atingida|excedida"},
	{Quota, false, "alcanzado|superado|excedido|atingiu|excedeu ... límite|limite|cuota|cota|máximo"},
	{Quota, false, "превышен*|исчерпан*|достигнут* лимит*|квот*|предел*"},
	{Quota, false, "上限"},
}
