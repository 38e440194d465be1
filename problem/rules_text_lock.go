package problem

// lockTexts speak of a lock.
var lockTexts = []textRule{
	{Locked, false, "locked"},
	{Locked, false, "acquire|acquiring|obtain|obtaining|get|hold|holds|held|release|own|owns|active|existing|exclusive ... lock|locks"},
	{Locked, false, "lock|locks is|are|held|by|on|conflict|timeout|timed|exists|owned|could|cannot|was|has"},
	{Locked, false, "read only & unlock"},
	{Locked, false, "lease|leased"},
	{Locked, false, "exclusive access"},
	{Locked, false, "checked out"},
	{Locked, false, "已锁定"},
	{Locked, false, "已鎖定"},
	{Locked, false, "ロックされて"},
	{Locked, false, "gesperrt"},
	{Locked, false, "verrouillé|verrouillée"},
	{Locked, false, "está bloqueado|bloqueada"},
	{Locked, false, "заблокирован*"},
	{Locked, false, "could|failed|unable not|to lock"},
}
