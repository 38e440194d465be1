package robots

// GroupKind says whose rules decided. The values are stable.
type GroupKind string

// Kinds of group.
const (
	OwnGroup     GroupKind = "specific" // names the agent's token
	GeneralGroup GroupKind = "global"   // User-agent: *
	NoGroup      GroupKind = "none"     // the file has no group for the agent
)

// Decision is an answer with its reason. The zero Decision denies.
type Decision struct {
	Allowed bool
	Policy  Policy    // what decided; ByRules when asked of a File
	Group   GroupKind // NoGroup when Policy is not ByRules
	Rule    Rule      // the rule that decided; zero (Line 0) when none matched
	Rival   Rule      // the longest matching rule of the other kind; zero when none matched
}

// Tied reports that an Allow and a Disallow of equal length both match: Allow
// wins, but readers that take the first or the last rule decide otherwise.
func (d Decision) Tied() bool {
	return d.Rival.Line != 0 && d.Rival.Length() == d.Rule.Length()
}

// Allowed reports whether an agent may fetch an address. The agent is a bare
// product token (see Token) and the address is taken as it stands (see Encode):
// both as Google's matcher wants it.
func (f *File) Allowed(agent, url string) bool { return f.Decide(agent, url).Allowed }

// Decide is Allowed with its reason: the longest rule wins, Allow wins a tie,
// no matching rule allows (RFC 9309 section 2.2.2). Of equal rules the first is
// named. It does not know that /robots.txt is always allowed, see Answer.
func (f *File) Decide(agent, url string) Decision {
	chosen, kind := f.groupsFor(agent)
	path := pathOf(url)
	var allow, disallow *Rule
	for _, at := range chosen {
		rules := f.groups[at].Rules
		for i := range rules {
			if rules[i].Allow {
				allow = longer(allow, &rules[i], path)
			} else {
				disallow = longer(disallow, &rules[i], path)
			}
		}
	}
	d := Decision{Policy: ByRules, Group: kind}
	d.Allowed = disallow == nil || allow != nil && allow.Length() >= disallow.Length()
	if !d.Allowed {
		allow, disallow = disallow, allow
	}
	d.Rule, d.Rival = orZero(allow), orZero(disallow)
	return d
}

// longer is rule if it covers the path and is longer than best, else best.
func longer(best, rule *Rule, path string) *Rule {
	if best != nil && rule.Length() <= best.Length() || !rule.covers(path) {
		return best
	}
	return rule
}

func orZero(r *Rule) Rule {
	if r == nil {
		return Rule{}
	}
	return *r
}
