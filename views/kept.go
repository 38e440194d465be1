package views

import (
	"strconv"
	"strings"

	"github.com/seed-3913a1bb/signpost/locale"
)

// KeptForm is what a visitor typed, as the page gives it back. It holds text
// only: no value of it ever reaches an attribute, a style or a script.
type KeptForm struct {
	Fields   []KeptField
	Files    []string // names, with their sizes
	Withheld int      // values that may be secret
	NotWhole bool     // some of it could not be kept
	Compared *ComparedForm
	Again    *Resubmission
}

// KeptField is one value. Typed ones are shown at once, the others in a closed
// list.
type KeptField struct {
	Name, Value string
	Typed       bool
	Covered     bool // parts that may be secret are covered up
	Cut         bool // its end is missing
}

// ComparedForm is the visitor's text beside the page's current form.
type ComparedForm struct {
	Fields []ComparedField
	Equal  int // values that are the same
}

// ComparedField is one value that differs. A side that does not have it is nil.
type ComparedField struct {
	Name          string
	Mine, Current []ComparedLine
}

// ComparedLine is one line of one side, in pieces.
type ComparedLine []ComparedPiece

// ComparedPiece is a part of a line; Only says that the other side lacks it.
type ComparedPiece struct {
	Text string
	Only bool
}

// Resubmission is a form that sends the kept text again: to the same address,
// with a one-time id in it.
type Resubmission struct {
	Action    string // same-site path
	Multipart bool
	Label     string // of the button
	Note      string // what pressing it means
	Question  string // heading of a page that asks whether to press it; the note is its sentence. Empty: the page is about something else
}

// asks reports that the page only asks whether to send the text again.
func (r *Resubmission) asks() bool { return r != nil && r.Question != "" }

// keptView is the part of a page that shows a kept form, worded.
type keptView struct {
	Name, Intro      string
	Typed, Others    []keptFieldView
	OthersName       string
	FilesName        string
	Files            []string
	Notes            []string
	Copy, Done, Save string // labels of the buttons
	Compared         *comparedView
	Again            *Resubmission
}

type keptFieldView struct {
	ID, Name, Value string
	Sent            bool // with the form around it, under its name
	Rows            string
	Notes           []string
}

type comparedView struct {
	Name, Intro, Equal      string
	Yours, Current, Missing string
	OnlyYours, OnlyCurrent  string
	Fields                  []ComparedField
}

// Limits of the boxes in which a text is shown, in lines.
const (
	minRows = 1
	maxRows = 16
	rowCut  = 36 // characters that fit into a line on a phone
)

// shows reports whether there is anything to say about the form.
func (k *KeptForm) shows() bool {
	return k != nil && (len(k.Fields)+len(k.Files)+k.Withheld > 0 || k.NotWhole)
}

// shown reports whether a text of the visitor stands on the page.
func (k *KeptForm) shown() bool { return k != nil && len(k.Fields) > 0 }

// wordKept puts the words of a language to a kept form; nil for none.
func wordKept(lang *locale.Language, k *KeptForm) *keptView {
	if !k.shows() {
		return nil
	}
	v := &keptView{
		Name: lang.Label(locale.LabelYourText), Intro: lang.Label(locale.LabelKeptIntro),
		OthersName: lang.Label(locale.LabelOtherValues), FilesName: lang.Label(locale.LabelFilesLost),
		Files: k.Files, Again: k.Again, Compared: wordCompared(lang, k.Compared),
		Copy: lang.Label(locale.LabelCopyText), Done: lang.Label(locale.LabelCopied), Save: lang.Label(locale.LabelDownloadText),
	}
	for i, f := range k.Fields {
		one := wordField(lang, i, f)
		one.Sent = k.Again != nil
		if f.Typed {
			v.Typed = append(v.Typed, one)
		} else {
			v.Others = append(v.Others, one)
		}
	}
	if k.Withheld > 0 {
		v.Notes = append(v.Notes, number(lang.Label(locale.LabelWithheld), k.Withheld))
	}
	if k.NotWhole {
		v.Notes = append(v.Notes, lang.Label(locale.LabelNotWhole))
	}
	return v
}

func wordField(lang *locale.Language, i int, f KeptField) keptFieldView {
	one := keptFieldView{ID: "kept" + strconv.Itoa(i+1), Name: f.Name, Value: f.Value, Rows: strconv.Itoa(rowsOf(f.Value))}
	if f.Covered {
		one.Notes = append(one.Notes, lang.Label(locale.LabelCovered))
	}
	if f.Cut {
		one.Notes = append(one.Notes, lang.Label(locale.LabelCutShort))
	}
	return one
}

// rowsOf guesses the lines that a text takes. A style could size the box by its
// text (field-sizing), but validators do not know it yet.
func rowsOf(text string) int {
	rows := 0
	for line := range strings.SplitSeq(text, "\n") {
		if rows += 1 + len([]rune(line))/rowCut; rows >= maxRows {
			return maxRows
		}
	}
	return max(minRows, rows)
}

func wordCompared(lang *locale.Language, c *ComparedForm) *comparedView {
	if c == nil || len(c.Fields) == 0 {
		return nil
	}
	v := &comparedView{
		Name: lang.Label(locale.LabelCompare), Intro: lang.Label(locale.LabelCompareIntro),
		Yours: lang.Label(locale.LabelYours), Current: lang.Label(locale.LabelCurrent), Missing: lang.Label(locale.LabelMissing),
		OnlyYours: lang.Label(locale.LabelOnlyYours), OnlyCurrent: lang.Label(locale.LabelOnlyCurrent),
		Fields: c.Fields,
	}
	if c.Equal > 0 {
		v.Equal = number(lang.Label(locale.LabelEqualValues), c.Equal)
	}
	return v
}

func number(text string, n int) string { return strings.ReplaceAll(text, "{n}", strconv.Itoa(n)) }
