package problem

// conditionTexts speak of a condition that the client should have sent, of a key that
// makes a request safe to repeat, and of limits. A rate limit is none of these: it
// is no conflict.
var conditionTexts = []textRule{
	{PreconditionRequired, decides, "required to be conditional"},
	{PreconditionRequired, decides, "if match ... required|missing"},
	{PreconditionRequired, decides, "requires|require|needs ... if match"},

	{Idempotency, now, "idempoten* & in progress|flight"},
	{Idempotency, now, "idempoten* & being processed"},
	{Idempotency, now, "idempoten* & outstanding"},
	{Idempotency, decides, "idempotency|idempotent"},
	{Idempotency, decides, "retry|request|deduplication key|id|token ... already|before"},

	{Unknown, decides, "rate limit|limits|limited|limiting|exceeded"},
	{Unknown, decides, "too many requests|attempts|tries"},
	{Unknown, decides, "size|length|time|duration|depth ... exceeded|exceeds"},
	{Quota, decides, "limit ... exceeded|reached"},
	{Quota, decides, "limitexceeded"},
	{Quota, decides, "reached|exceeded|exceeds ... limit|limits|quota|maximum"},
	{Quota, decides, "maximum ... reached|exceeded"},
	{Quota, decides, "quota|quotas"},
	{Quota, decides, "too many instances"},
	{Quota, decides, "insufficient|no ... space|storage"},
	{Quota, decides, "used|consumed all of|your|available|the"},
	{Quota, advice, "upgrade your|the|to|this ... plan|subscription|tier|license ... more|another|additional|increase|raise"},
	{Quota, decides, "exceed|exceeding ... limit|limits|quota|maximum|allowance"},
	{Quota, decides, "limit|kontingent|höchstzahl|speicherplatz|maximum ... erreicht|überschritten|erschöpft|aufgebraucht"},
	{Quota, decides, "limite|quota|plafond ... atteint|atteinte|dépassé|dépassée"},
	{Quota, decides, "límite|limite|cuota|cota ... alcanzado|alcanzada|superado|superada|excedido|atingido|atingida|excedida"},
	{Quota, decides, "alcanzado|superado|excedido|atingiu|excedeu ... límite|limite|cuota|cota|máximo"},
	{Quota, decides, "превышен*|исчерпан*|достигнут* лимит*|квот*|предел*"},
	{Quota, decides, "上限"},
}
