package store

// LastReport is the file in which the report of the newest run of these seeds
// that came to its end or to a limit is kept; empty without one. The file may be
// missing.
func LastReport(stateDir string, seeds []string) string {
	for _, run := range runs(stateDir, seeds) {
		if run.State != Finished && run.State != Limited {
			continue
		}
		if file, err := ReportFile(stateDir, run.ID); err == nil {
			return file
		}
	}
	return ""
}
