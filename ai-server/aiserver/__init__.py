"""The AI server's process: a Celery worker and a small Flask server around `noseprint` and `gallery`."""
