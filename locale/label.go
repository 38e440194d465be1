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
	LabelOpenForm       Label = "open-form"
	LabelBack           Label = "back"
	LabelTryAgain       Label = "try-again"
	LabelHome           Label = "home"
	LabelContact        Label = "contact"

	// Those of a page that gives back what the visitor typed; {n} is a number.
	LabelYourText     Label = "your-text"
	LabelKeptIntro    Label = "kept-intro"
	LabelOtherValues  Label = "other-values"
	LabelWithheld     Label = "withheld"
	LabelCovered      Label = "covered"
	LabelCutShort     Label = "cut-short"
	LabelNotWhole     Label = "not-whole"
	LabelFilesLost    Label = "files-lost"
	LabelCopyText     Label = "copy-text"
	LabelDownloadText Label = "download-text"
	LabelCopied       Label = "copied"
	LabelCompare      Label = "compare"
	LabelCompareIntro Label = "compare-intro"
	LabelYours        Label = "yours"
	LabelCurrent      Label = "current"
	LabelOnlyYours    Label = "only-yours"
	LabelOnlyCurrent  Label = "only-current"
	LabelMissing      Label = "missing"
	LabelEqualValues  Label = "equal-values"

	// Those of a form that is sent again over the current version.
	LabelSaveMine     Label = "save-mine"
	LabelSaveMineNote Label = "save-mine-note"
	LabelReplace      Label = "replace"
	LabelReplaceAsk   Label = "replace-ask"
	LabelReplaceNote  Label = "replace-note"

	// That of a form that is sent again as it was.
	LabelRepeatNote Label = "repeat-note"

	LabelAnotherUser Label = "another-user"
)

// Label returns a fixed word or sentence of the page, or the empty string for a
// label that is none.
func (l *Language) Label(k Label) string { return l.labels[k] }
