package rule

// groupTitles say what the checks of a group are about.
var groupTitles = map[string]string{
	"A": "Statuses of linked addresses",
	"B": "Errors told as success",
	"C": "Error pages",
	"D": "Redirects",
	"E": "One address, several statuses",
	"F": "robots.txt",
	"G": "Signals for indexing",
	"H": "Sitemaps",
	"I": "Caching and transport",
	"J": "Links and resources",
	"K": "Logs",
}

// GroupTitle says in a few words what the checks of a group are about; empty
// for a letter that is no group.
func GroupTitle(letter string) string { return groupTitles[letter] }
