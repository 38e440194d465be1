// Package audit runs an audit: it crawls a site, asks a second time before it
// accuses, tries made-up names, applies the checks and gives a Report.
//
//	report, err := audit.Run(ctx, audit.Options{Seeds: []string{"https://shop.example/"}})
//	os.Exit(audit.ExitCode(report, err, audit.FailOnError))
//
// Run gives a report whenever it could begin, also when it was interrupted or
// the site could not be reached: what is known is told.
package audit
