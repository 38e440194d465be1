package problem

// lockTexts speak of a lock.
var lockTexts = []textRule{
	{Locked, decides, "locked"},
	{Locked, decides, "acquire|acquiring|obtain|obtaining|get|hold|holds|held|release|own|owns|active|existing|exclusive ... lock|locks"},
	{Locked, decides, "lock|locks is|are|held|by|on|conflict|timeout|timed|exists|owned|could|cannot|was|has"},
	{Locked, decides, "read only & unlock"},
	{Locked, decides, "lease|leased"},
	{Locked, decides, "exclusive access"},
	{Locked, decides, "checked out"},
	{Locked, decides, "已锁定"},
	{Locked, decides, "已鎖定"},
	{Locked, decides, "ロックされて"},
	{Locked, decides, "gesperrt"},
	{Locked, decides, "verrouillé|verrouillée"},
	{Locked, decides, "está bloqueado|bloqueada"},
	{Locked, decides, "заблокирован*"},
	{Locked, decides, "could|failed|unable not|to lock"},
}
