package views

func Bare() {}

// It has the wrong first word.
func Wrong() {}

const (
	Limit = 1
	Depth = 2 // of the tree
)

// A Page has an article.
type Page struct{}

// Wide is documented.
func (Page) Wide() {}
