"""Benchmarks and generated pictures; never imported by the running server."""
