package rawserver

// Reply answers every request of a connection with the same bytes.
func Reply(raw string) Script {
	return func(c *Conn) {
		for {
			if _, ok := c.ReadRequest(); !ok {
				return
			}
			c.Write(raw)
		}
	}
}

// ReplyAndClose reads one request, answers with the bytes and closes the
// connection.
func ReplyAndClose(raw string) Script {
	return func(c *Conn) {
		if _, ok := c.ReadRequest(); ok {
			c.Write(raw)
		}
	}
}

// Hang reads one request and never answers.
func Hang(c *Conn) {
	c.ReadRequest()
	c.Stall()
}
