"""One row per AI task: outbox relay, results, status endpoint. Knows no domain; apps submit jobs and register handlers."""
