// Package cure turns findings of an audit into configuration of the edge, as
// far as the edge can mend them.
//
//	plan := cure.New(report, cure.Options{Enforce: false})
//	for _, file := range plan.Files("signpost-fixes.yaml") {
//		_ = os.WriteFile(file.Name, file.Data, 0o644)
//	}
//
// What mends what is a table (see table.go), and one mechanism reads it:
// findings with one cure on one host become one setting, one rule, or rows of a
// list. What is certain is written live; what a person has to decide is written
// as a comment, with the reason; a rule that would change the status of a
// success only reports until the owner says otherwise. Fields that only the
// site's own server can know are never invented.
//
// Everything is a pure function of the report: same findings, same bytes.
package cure
