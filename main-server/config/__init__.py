"""Settings, URLs, WSGI and Celery entry points; the only place that reads the environment."""
