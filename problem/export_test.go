package problem

// TextRulePatterns lists the patterns of the text rules for their test.
func TextRulePatterns() []string {
	var all []string
	for _, r := range textRules {
		all = append(all, r.says)
	}
	return all
}
