"""One row per AI task: outbox relay, results, status. Apps submit jobs and register handlers; it knows no domain."""
