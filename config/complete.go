package config

// complete fills in the defaults that depend on other keys.
func complete(f *File) {
	if f.Listen.ClientIP == "" {
		f.Listen.ClientIP = "peer"
		if len(f.Listen.TrustedProxies) > 0 {
			f.Listen.ClientIP = "x-forwarded-for"
		}
	}
	for i := range f.Sites {
		s := &f.Sites[i]
		if s.Brand.Name == "" && len(s.Host) > 0 && s.Host[0] != "*" {
			s.Brand.Name = string(s.Host[0])
		}
		for j := range s.RateLimit {
			if r := &s.RateLimit[j]; r.Burst == 0 {
				r.Burst = r.Allow.Count
			}
		}
	}
}
