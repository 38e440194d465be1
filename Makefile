# Signpost. `make` lists the targets.
GO ?= go
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOFUMPT = mvdan.cc/gofumpt@v0.12.0

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## a failing site, the edge in front of it, a table of both answers
	@$(GO) build -o bin/signpost ./cmd/signpost
	@./bin/signpost demo

build: ## the binary ./signpost, without cgo
	CGO_ENABLED=0 $(GO) build -trimpath -o signpost ./cmd/signpost

test: lint ## every test; as root on Debian it installs what they need
	@./internal/needs/install
	@$(GO) test -json ./... | $(GO) run ./internal/testlog

gen: ## write what is generated: templ pages, the schemas
	$(GO) tool templ fmt views audit/page
	$(GO) tool templ generate
	$(GO) test ./config ./audit/report -run TestTheCommittedSchema -update

lint: ## formatting, generated code, vet, staticcheck
	@files=$$($(GO) run $(GOFUMPT) -l .) || exit 1; \
		test -z "$$files" || { echo "run gofumpt -w on:" $$files; exit 1; }
	@$(GO) tool templ fmt -fail views audit/page
	@$(GO) tool templ generate -check
	@$(GO) vet ./...
	@$(GO) run $(STATICCHECK) ./...

bench: ## the benchmarks of the packages
	$(GO) test -run '^$$' -bench . -benchmem ./...

slow: ## a thousand slow clients and ten thousand idle ones, some minutes
	@./internal/needs/install
	ulimit -n 20000 && LISTEN_TEST_IDLE=10000 \
		$(GO) test -tags slow -v -timeout 10m -run 'Slow|Idle|Flood|Shut|Shed' ./handlers/listen

systems: ## conflicts of systems that take long to set up: MediaWiki with SQLite; installs it as root on Debian
	@./internal/needs/install packages-systems
	$(GO) test -tags systems -count=1 -v -timeout 15m -run Wiki ./internal/clients

capture: ## the error pages of real servers, as samples; installs them as root on Debian
	@./internal/capture/install
	$(GO) run ./internal/capture problem/testdata/captured

resume: ## a crawl of 5,000 pages killed 20 times, and continued each time
	SIGNPOST_TEST_KILLS=20 $(GO) test -count=1 -timeout 20m -v -run TestAKilledRunGoesOnWhereItDied ./audit

PAGES ?= 1000000
million: ## the crawl of a million pages: pages a second and peak memory
	@$(GO) build -o bin/signpost ./cmd/signpost
	@./internal/million/measure $(PAGES)

soft404: ## how well soft 404s are told from pages, on a labelled set; fails below the bar
	@$(GO) run ./internal/soft404

FUZZTIME ?= 30s
fuzz: ## every fuzz target for FUZZTIME (30s) each
	@$(GO) list ./... | while read -r pkg; do \
		for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
			echo "$$pkg $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
		done; \
	done

.PHONY: help demo build test gen lint bench slow systems capture resume million soft404 fuzz
