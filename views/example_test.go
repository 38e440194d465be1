package views_test

import (
	"fmt"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/views"
)

func ExampleNewPage() {
	document := problem.Document{Status: status.Conflict, Cause: problem.EditConflict, Reference: "4711"}
	page := views.NewPage(document, views.PageOptions{Unsafe: true, Current: "/articles/7"})
	fmt.Println(page.Heading)
	fmt.Println(page.NotSaved)
	for _, link := range page.Actions {
		fmt.Println(link.Text, link.Href)
	}
	// Output:
	// Someone else changed this first
	// Your change was not saved.
	// Open the current version /articles/7
	// Home page /
}
