package problem_test

import "github.com/seed-3913a1bb/signpost/status"

func statusOf(n int) status.Code { return status.Code(n) }
