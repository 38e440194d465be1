package store

import (
	"fmt"
	"path/filepath"
	"regexp"
)

var runID = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d{6}Z-[A-Z2-7]{4}$`)

// IsID reports a text in the form of the id of a run.
func IsID(s string) bool { return runID.MatchString(s) }

// ReportFile is where the report of a run is kept below a state folder. Its
// error says that the id is none.
func ReportFile(stateDir, id string) (string, error) {
	if !IsID(id) {
		return "", fmt.Errorf("%q is no id of a run", id)
	}
	return filepath.Join(runsOf(stateDir), id, "report.json"), nil
}
