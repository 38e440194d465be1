// Package access writes one line for each request that the edge has answered:
// as JSON, with everything that the edge decided, or in the combined format
// that log readers know from Apache httpd and nginx.
//
// Lines are encoded without reflection, and a slow disk never holds up a
// request: when the queue is full the line is dropped and counted.
//
//	log, err := access.New(access.Options{Output: os.Stdout})
//	…
//	log.Write(&access.Record{Method: "GET", Path: "/", Status: 200})
//	defer log.Close()
package access
