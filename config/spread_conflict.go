package config

import "reflect"

// heritable lists the keys that may stand under defaults.
func heritable() []string { return names(keysOf(reflect.TypeFor[Defaults]())) }

// spreadConflict lets a rule that sets one of the conflict keys inherit the
// others from its site.
func (n *node) spreadConflict() {
	policy := names(keysOf(reflect.TypeFor[ConflictPolicy]()))
	shared, rules := n.get("conflict").only(policy), n.get("rules")
	if shared == nil || rules.absent() || rules.kind != list {
		return
	}
	for i, rule := range rules.items {
		then := rule.get("then")
		if then.absent() || then.kind != block || len(then.only(policy).fields) == 0 {
			continue
		}
		copied := *rule
		copied.fields = append([]field(nil), rule.fields...)
		copied.set("then", ownOrigin(rule, "then"), inherit(shared, then))
		rules.items[i] = &copied
	}
}
