package page

// Report is the whole page.
type Report struct {
	Title    string
	Sites    []string
	Verdict  string // one or two words
	Tone     Tone
	Lead     string   // one sentence
	Notes    []string // what a reader must know before the figures
	Tiles    []Tile
	Before   []Section // of the whole site, before the findings
	Checks   []Check
	None     string // said when there are no Checks
	More     string // what was left out of Checks; may be empty
	Sections []Section
	Foot     string
}

// Tone colours a thing; its words say the same. The values are class names.
type Tone string

// The tones.
const (
	Good    Tone = "good"
	Moved   Tone = "moved"
	Notice  Tone = "notice"
	Warning Tone = "warning"
	Error   Tone = "error"
	Unknown Tone = "unknown"
)

// Tile is a figure with its name.
type Tile struct {
	Label, Value string
	Tone         Tone // empty: none
}

// Check is everything that one check found.
type Check struct {
	Anchor, ID, Title string
	Severity          Tone
	Word              string // the severity
	Count             string
	Why, Fix          string
	Edge              string // what of the edge mends it; may be empty
	Docs              []string
	Places            []Place
	More              string // places that are left out; may be empty
	Proof             *Proof
	Open              bool
}

// Place is a kind of page with addresses of it.
type Place struct {
	Template, Count string
	Examples        []Example
	More            string
}

// Example is an address with what is wrong with it.
type Example struct {
	URL, Message, State string
	Sources             []Mention
	More                string
}

// Mention is a page that names an address, and the text of the link.
type Mention struct{ URL, Text string }

// Proof is the exchange that shows a finding.
type Proof struct{ Label, Text string }

// Section is a part of the page behind the findings.
type Section struct {
	Anchor, Title string
	Lead          string // the section in one sentence
	Chart         *Chart
	Ways          []Way  // drawn under WaysTitle
	WaysTitle     string // says what they are
	Table         *Table
	Cards         []Card
	More          []Table // behind the first one
	Left          string  // what is left out; may be empty
}

// Card is a thing with its properties, and what is wrong with it.
type Card struct {
	Badge    string
	Tone     Tone
	Title    string
	URL      string // where it was met; may be empty
	Facts    []Fact
	Troubles []Trouble
	None     string // said when there are no Troubles; may be empty
}

// Fact is a property.
type Fact struct{ Name, Value string }

// Trouble names a finding, and where on the page it stands.
type Trouble struct{ Title, Anchor string }

// Way is an address, and those whose redirects lead to it.
type Way struct {
	URL, Label string // Label is its status
	Tone       Tone
	From       []Way
}

// Chart is a bar of several parts, or several columns, or lines.
type Chart struct {
	Label   string // what it shows, for those who do not see it
	Columns bool   // side by side instead of one bar
	Parts   []Part
	Lines   []Line // => no Parts
}

// Line is a line of a Chart from left to right.
type Line struct {
	Name   string
	Tone   Tone
	Points [][2]int // across and up, of 1000
}

// Part is a part of a Chart.
type Part struct {
	Start, Size int // of 1000
	Tone        Tone
	Hint        string
}

// Table is a table with a caption.
type Table struct {
	Fold    bool // it opens by its caption
	Tight   bool // many columns of few words behind a wide one
	Caption string
	Heads   []Head
	Rows    [][]Cell
	More    string // rows that are left out; may be empty
}

// Head is the head of a column.
type Head struct {
	Text   string
	Figure bool // the column holds numbers
}

// Cell is a cell of a table.
type Cell struct {
	Text string
	Link bool // Text is an address to follow
	Tone Tone // a mark before the text; empty: none
	Heat int  // 1 to 5: how much of the row it is; 0: nothing
}
