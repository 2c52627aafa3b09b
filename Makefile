# Kilowatch. `make demo` and `make test` work on a fresh machine with Swift and nothing else typed.

SWIFT_BUILD = swift build -c release --explicit-target-dependency-import-check error
BINARY = .build/release/kilowatch
SOURCES = Package.swift Sources Tests

.PHONY: help demo test lint format check bench pages notebooks build setup clean

help:  ## List the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 20

setup:  ## Install the Debian packages that are missing
	@Scripts/setup.sh

build: setup  ## Build the program
	@$(SWIFT_BUILD) --product kilowatch

demo: build  ## Run the whole job on generated and on real data, and say which page to open
	@$(BINARY) demo

test: setup  ## Build and pass every test
	@$(SWIFT_BUILD) --build-tests
	@Scripts/test.sh

lint:  ## Check the format and the house rules
	@swift format lint --strict --parallel --recursive $(SOURCES)
	@Scripts/house-rules.sh

format:  ## Put the sources into the house format
	@swift format format --in-place --parallel --recursive $(SOURCES)

check: lint test pages notebooks  ## Everything that a change has to pass

bench: build  ## Measure ours beside the peers, in one table
	@Benchmarks/run.sh

pages: build  ## Make a page of every kind and check it in a headless browser
	@Tests/Pages/run.sh

notebooks: build  ## Execute the notebooks from top to bottom
	@Reports/Notebooks/run.sh

clean:  ## Remove what was built
	@rm -rf .build
