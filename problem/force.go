package problem

// force is how much the words of a rule prove.
type force uint8

const (
	decides force = iota // they decide, unless another cause has words of its own
	now                  // decides, and of something that ends by itself
	advice               // decides, and also where the sentence only says what to do
	weak                 // they decide only beside a witness, see witnesses
	hint                 // weak, and also where the sentence only says what to do
)

func (f force) isWeak() bool { return f == weak || f == hint }

// knowsAdvice reports rules that are also asked about advice.
func (f force) knowsAdvice() bool { return f == advice || f == hint }
