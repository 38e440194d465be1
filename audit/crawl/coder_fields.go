package crawl

import "reflect"

func (s *step) code(c *coder) {
	s.codeLinks(c)
	list(c, &s.Outside, (*outsideEdge).code)
	c.bytes(&s.Note)
	rare := s.Held != nil || s.Sitemap != nil || s.Robots != nil || s.Pause != nil || s.Asked != nil
	if c.flag(&rare); rare {
		for _, part := range []any{&s.Held, &s.Sitemap, &s.Robots, &s.Pause, &s.Asked} {
			c.other(reflect.ValueOf(part).Elem())
		}
	}
}

// codeLinks is the first part of a step, up to its links.
func (s *step) codeLinks(c *coder) {
	s.codeAnswer(c)
	list(c, &s.Edges, (*edge).code)
	c.flag(&s.Released)
}

// codeAnswer is the first part of a step, up to its answer.
func (s *step) codeAnswer(c *coder) {
	s.codeStart(c)
	pointer(c, &s.Answer, (*answer).code)
}

func (s *step) codeStart(c *coder) {
	s.Head.code(c)
	text(c, &s.From)
}

func (h *stepHead) code(c *coder) {
	number(c, &h.First)
	list(c, &h.New, (*named).code)
}

func (n *named) code(c *coder) {
	text(c, &n.Raw)
	text(c, &n.Key)
}

func (a *answer) code(c *coder) {
	number(c, &a.ID)
	c.block(a.codeRest)
}

func (a *answer) codeRest(c *coder) {
	number(c, &a.Depth)
	number(c, &a.Hops)
	pointer(c, &a.Exchange, (*Exchange).code)
	pointer(c, &a.Page, (*Page).code)
	a.To.code(c)
	text(c, &a.Fault)
	c.flag(&a.Failed)
}

func (e *edge) code(c *coder) {
	number(c, &e.To)
	texts(c, &e.Fragments)
	e.codeRest(c)
}

func (e *edge) codeRest(c *coder) {
	word(c, &e.Role)
	e.codeTexts(c)
}

func (e *edge) codeTexts(c *coder) {
	word(c, &e.Element)
	word(c, &e.Attr)
	text(c, &e.Written)
	text(c, &e.Text)
	number(c, &e.Order)
	number(c, &e.Depth)
	number(c, &e.Hops)
	c.flag(&e.NoFollow)
	c.flag(&e.Follow)
	c.flag(&e.Queued)
	c.flag(&e.Counts)
}

func (e *outsideEdge) code(c *coder) {
	number(c, &e.To)
	pointer(c, &e.New, (*named).code)
	pointer(c, &e.Kept, (*Source).code)
	number(c, &e.Nth)
}

// code passes all but the order, which the place of the source tells.
func (s *Source) code(c *coder) {
	text(c, &s.Page)
	word(c, &s.Role)
	word(c, &s.Element)
	word(c, &s.Attr)
	text(c, &s.Written)
	text(c, &s.Text)
}

// code keeps of most addresses one text: the others are parts of it.
func (a *Address) code(c *coder) {
	short := !c.reading && *a == named{Raw: a.Raw}.address()
	if c.flag(&short); short {
		raw := a.Raw
		if text(c, &raw); c.reading && raw != "" {
			*a = named{Raw: raw}.address()
		}
		return
	}
	for _, part := range []*string{&a.Key, &a.Raw, &a.Scheme, &a.Host, &a.Fragment} {
		text(c, part)
	}
}

func (x *Exchange) code(c *coder) {
	x.Address.code(c)
	c.sentHeader(&x.Sent)
	number(c, &x.Status)
	c.header(&x.Header)
	word(c, &x.Proto)
	word(c, &x.Reason)
	text(c, &x.Cause)
	c.bytes(&x.Body)
	number(c, &x.Size)
	c.flag(&x.Cut)
	text(c, &x.Hash)
	c.time(&x.At)
	number(c, &x.Took)
	number(c, &x.Surplus)
	c.flag(&x.Unchanged)
}

func (p *Page) code(c *coder) {
	text(c, &p.Title)
	texts(c, &p.H1)
	word(c, &p.Lang)
	text(c, &p.Canonical)
	list(c, &p.Directives, func(s *string, c *coder) { word(c, s) })
	pointer(c, &p.Refresh, (*Refresh).code)
	for _, fact := range []*bool{&p.HasMain, &p.HasSearch, &p.HasList, &p.Flat} {
		c.flag(fact)
	}
	text(c, &p.Text)
	number(c, &p.Words)
	p.Sketch.code(c)
	list(c, &p.Links, (*Link).code)
	list(c, &p.Unread, (*Link).code)
	c.bytes(&p.IDs)
	c.flag(&p.IDsCut)
	c.flag(&p.HasScript)
	texts(c, &p.Missing)
}

func (r *Refresh) code(c *coder) {
	number(c, &r.Seconds)
	text(c, &r.To)
}

func (s *Sketch) code(c *coder) {
	number(c, &s.Bits)
	number(c, &s.Head)
	number(c, &s.Words)
}

func (l *Link) code(c *coder) {
	l.To.code(c)
	word(c, &l.Role)
	for _, part := range []*string{&l.Element, &l.Attr, &l.Written, &l.Text} {
		text(c, part)
	}
	texts(c, &l.Fragments)
	c.flag(&l.NoFollow)
}
