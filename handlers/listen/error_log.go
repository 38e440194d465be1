package listen

import (
	"log"
	"log/slog"
	"strings"
	"sync"
	"time"
)

// errorLogRate is how many lines a second a server may log. Most of them are
// caused by strangers: malformed requests, failed handshakes.
const errorLogRate = 10

// errorLog takes what a server of net/http has to say. What the owner must know
// is a warning, all else is for debugging.
type errorLog struct {
	log *slog.Logger

	mu     sync.Mutex
	second int64
	lines  int
}

func newErrorLog(l *slog.Logger) *log.Logger { return log.New(&errorLog{log: l}, "", 0) }

// Write logs one line.
func (e *errorLog) Write(p []byte) (int, error) {
	if e.mayLog(time.Now()) {
		text := strings.TrimSpace(string(p))
		if strings.HasPrefix(text, "http: Accept error") {
			e.log.Warn("connection not accepted", "error", text)
		} else {
			e.log.Debug("server", "error", text)
		}
	}
	return len(p), nil
}

func (e *errorLog) mayLog(now time.Time) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.second != now.Unix() {
		e.second, e.lines = now.Unix(), 0
	}
	e.lines++
	return e.lines <= errorLogRate
}
