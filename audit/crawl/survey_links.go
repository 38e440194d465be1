package crawl

// stepLinks is what a survey reads of a step. The texts of a link are read
// where its target keeps its sources.
type stepLinks struct {
	step
	wants func(to uint32) bool
}

func (s *stepLinks) code(c *coder) {
	s.codeStart(c)
	s.Answer = nil
	pointer(c, &s.Answer, (*answer).codeID)
	list(c, &s.Edges, func(e *edge, c *coder) {
		number(c, &e.To)
		texts(c, &e.Fragments)
		if s.wants(e.To) {
			e.codeRest(c)
			return
		}
		word(c, &e.Role)
		c.skipped(e.codeTexts)
	})
	c.flag(&s.Released)
}

// codeID reads the number of an answer, and passes over the rest.
func (a *answer) codeID(c *coder) {
	number(c, &a.ID)
	c.skipped(func(c *coder) { c.block(a.codeRest) })
}
