"""The AI server's process: a Celery worker and a small Flask server around `noseprint` and `gallery`."""

from aiserver import config

# Before anything imports cv2, which reads its limits while it loads.
config.limit_vision()
