module github.com/seed-3913a1bb/signpost

go 1.26.0
