"""What is counted of templates."""

from core.metrics import Rejections
from emojis.cutout import KIND, REASONS

REJECTIONS = Rejections(KIND, REASONS)
