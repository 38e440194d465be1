package locale

// Label names a fixed word or sentence of the page.
type Label string

// The labels. All are words, but LabelNotSaved is a sentence.
const (
	LabelReference      Label = "reference"
	LabelStatus         Label = "status"
	LabelTime           Label = "time"
	LabelSteps          Label = "steps"
	LabelQuote          Label = "quote"
	LabelResource       Label = "resource"
	LabelCurrentVersion Label = "current-version"
	LabelYourVersion    Label = "your-version"
	LabelField          Label = "field"
	LabelLockOwner      Label = "lock-owner"
	LabelNotSaved       Label = "not-saved"
	LabelOpenCurrent    Label = "open-current"
	LabelOpenExisting   Label = "open-existing"
	LabelBack           Label = "back"
	LabelTryAgain       Label = "try-again"
	LabelHome           Label = "home"
	LabelContact        Label = "contact"
)

// Label returns a fixed word or sentence of the page, or the empty string for a
// label that is none.
func (l *Language) Label(k Label) string { return l.labels[k] }
