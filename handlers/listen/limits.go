package listen

import "time"

// Limits are what one client may take. A zero field means its default. There is
// no limit on the whole of a request or an answer: it would end downloads and
// event streams.
type Limits struct {
	HeaderBytes   int           // of a request's header; 64 KiB, to which net/http adds 4 KiB. Above: 431
	HeaderTimeout time.Duration // to send it; 5 s
	IdleTimeout   time.Duration // of a connection between requests; 60 s
	Streams       int           // of one HTTP/2 connection at a time; 100
}

func (l *Limits) setDefaults() {
	setDefault(&l.HeaderBytes, 64<<10)
	setDefault(&l.HeaderTimeout, 5*time.Second)
	setDefault(&l.IdleTimeout, 60*time.Second)
	setDefault(&l.Streams, 100)
}

func setDefault[T int | time.Duration](field *T, value T) {
	if *field <= 0 {
		*field = value
	}
}
