# `make` lists what there is. The work is in scripts/.
.DEFAULT_GOAL := help
.PHONY: help run dev test sqlx site setup doctor postgres

help: ## This list
	@sed -n 's/^\([a-z][a-z-]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name text; do printf 'make %-10s %s\n' "$$name" "$$text"; done

run: ## Install what is missing, build, and start the shop with a demo at http://127.0.0.1:3000
	@scripts/run

dev: ## The same for development: rebuilds when a file is saved (cargo leptos watch)
	@scripts/dev

test: ## Formatting, lints, and every test: Rust, wasm, browser, crash; ends with one line
	@scripts/test

sqlx: ## Ask a real PostgreSQL about every query and write .sqlx anew
	@scripts/sqlx

site: ## Build only the site folder, target/site
	@scripts/build-site

setup: ## Install every tool that run, dev and test need
	@scripts/setup dev test

doctor: ## Print every setting of the server, where it came from, and whether it works
	@scripts/doctor

postgres: ## Start a throw-away PostgreSQL in target/postgres/dev and print its DATABASE_URL
	@scripts/postgres start target/postgres/dev
