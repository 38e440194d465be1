package audit

import (
	"encoding/json"
	"io"
	"os"

	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/audit/store"
)

// maxEarlier bounds the report of an earlier run that is read back.
const maxEarlier = 256 << 20

// earlier finds what the run before remembered: that of the options, else that
// of the last one in the store. Nil: there is none, or it cannot be read.
func (o *Options) earlier(seeds []string) *rule.Past {
	if o.Earlier != nil || o.Store == "" {
		return o.Earlier
	}
	name := store.LastReport(o.Store, seeds)
	if name == "" {
		return nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil
	}
	defer file.Close()
	var report struct {
		SchemaVersion int       `json:"schema_version"`
		Past          rule.Past `json:"past"`
	}
	err = json.NewDecoder(io.LimitReader(file, maxEarlier)).Decode(&report)
	if err != nil || report.SchemaVersion != SchemaVersion {
		o.Tell("the report of the run before cannot be read, and is not compared with: " + name)
		return nil
	}
	return &report.Past
}
