package testsite

const (
	jsonType = "application/json"
	htmlType = "text/html"
)

// Faults lists the addresses of the failing site, the conflict first.
func Faults() []Fault {
	return []Fault{
		{
			Path: "/shelf/edit", Link: "a shelf that somebody else has changed", Status: 409,
			Header: map[string]string{"Content-Type": jsonType, "ETag": `"8"`, "Link": `</shelf>; rel="latest-version"`},
			Body: `{"error":"version_conflict","message":"The shelf was changed by someone else after you opened it.",` +
				`"current_version":"8","your_version":"7"}` + "\n",
		},
		{
			Path: "/readers/new", Link: "a name that is taken", Status: 409,
			Header: map[string]string{"Content-Type": jsonType},
			Body:   `{"code":"name_exists","message":"A reader with this name already exists.","field":"name"}` + "\n",
		},
		{
			Path: "/catalogue/lock", Link: "a locked catalogue", Status: 423,
			Header: map[string]string{"Content-Type": jsonType, "Retry-After": "120"},
			Body:   `{"title":"Locked","detail":"The catalogue is locked while it is being sorted."}` + "\n",
		},
		{
			Path: "/old-page", Link: "a page that is gone", Status: 404,
			Header: map[string]string{"Content-Type": htmlType},
			Body: "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n" +
				"<center><h1>404 Not Found</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n",
		},
		{
			Path: "/report", Link: "a page that shows its stack trace", Status: 500,
			Header: map[string]string{"Content-Type": htmlType},
			Body: "<!doctype html><title>Error</title><pre>Traceback (most recent call last):\n" +
				"  File \"/srv/app/report.py\", line 12, in month\n    total / days\nZeroDivisionError: division by zero</pre>\n",
		},
		{
			Path: "/search", Link: "a search that is overloaded", Status: 503,
			Header: map[string]string{"Retry-After": "30"},
		},
		{Path: "/orders", Link: "a server that hangs up", Abort: true},
	}
}

// notFound is what the failing site answers everywhere else: a program's 404.
var notFound = Fault{
	Path: "/", Status: 404,
	Header: map[string]string{"Content-Type": jsonType},
	Body:   `{"error":"not_found","message":"There is nothing here."}` + "\n",
}
