package gate

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Find returns the maintenance of the site that answers for a host; nil: there
// is no such site.
type Find func(host string) *Maintenance

// Admin is the handler of the maintenance calls, for the owner's own listener:
//
//	POST   /maintenance?site=HOST&for=30m          closes the site for half an hour
//	POST   /maintenance?site=HOST&for=indefinite   closes it until somebody opens it
//	DELETE /maintenance?site=HOST                  opens it
//	GET    /maintenance?site=HOST                  tells its state
//
// Each answers with the state as JSON. Calls that a foreign page makes a browser
// send are refused.
func Admin(find Find) http.Handler {
	return http.NewCrossOriginProtection().Handler(admin{find})
}

type admin struct{ find Find }

// State is what the admin calls answer.
type State struct {
	Site   string     `json:"site"`
	Closed bool       `json:"closed"`
	By     string     `json:"by,omitempty"`    // window, file, admin or config
	Since  *time.Time `json:"since,omitempty"` // when closed
	Until  *time.Time `json:"until,omitempty"` // when an end is announced
	Note   string     `json:"note,omitempty"`
}

func (a admin) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	query := r.URL.Query()
	m := a.find(query.Get("site"))
	if m == nil {
		http.Error(w, "no such site: say site=HOST", http.StatusNotFound)
		return
	}
	note := ""
	switch r.Method {
	case http.MethodGet, http.MethodHead:
	case http.MethodDelete:
		m.Switch.Open()
		if c := m.closure(m.Now()); c.closed() {
			note = "still closed by the " + c.by
		}
	case http.MethodPost:
		until, err := parseFor(query.Get("for"), m.Now())
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		m.Switch.Close(m.Now(), until)
		note = warning(until.Sub(m.Now()), until.IsZero())
	default:
		w.Header().Set("Allow", "GET, HEAD, POST, DELETE")
		http.Error(w, "use GET, POST or DELETE", http.StatusMethodNotAllowed)
		return
	}
	m.log(r.Method, query.Get("for"))
	writeState(w, m.state(note))
}

func (m *Maintenance) log(method, duration string) {
	switch method {
	case http.MethodPost:
		m.Log.Info("maintenance: closed by an admin call", "site", m.Site, "for", duration)
	case http.MethodDelete:
		m.Log.Info("maintenance: opened by an admin call", "site", m.Site)
	}
}

func warning(length time.Duration, indefinite bool) string {
	if indefinite || length > tooLongClosed {
		return "search engines drop addresses that answer 503 for more than about two days"
	}
	return ""
}

func (m *Maintenance) state(note string) State {
	c := m.closure(m.Now())
	s := State{Site: m.Site, Closed: c.closed(), By: c.by, Note: note}
	if c.closed() {
		s.Since = &c.since
	}
	if !c.until.IsZero() {
		s.Until = &c.until
	}
	return s
}

func writeState(w http.ResponseWriter, s State) {
	body, err := json.Marshal(s)
	if err != nil {
		http.Error(w, "write the state", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(append(body, '\n'))
}

var errFor = errors.New("say how long: for=30m, for=2h, for=1d, or for=indefinite")

const longestFor = 366 * 24 * time.Hour

// parseFor reads how long a site is to be closed. The end of for=indefinite is
// the zero time; it has to be said, so that nobody closes a site for good by
// leaving something out.
func parseFor(s string, now time.Time) (time.Time, error) {
	if s == "indefinite" {
		return time.Time{}, nil
	}
	length, err := time.ParseDuration(s)
	if days, isDays := strings.CutSuffix(s, "d"); isDays {
		var n int
		n, err = strconv.Atoi(days)
		length = time.Duration(min(max(n, 0), 1000)) * 24 * time.Hour
	}
	if err != nil || length <= 0 || length > longestFor {
		return time.Time{}, errFor
	}
	return now.Add(length), nil
}
