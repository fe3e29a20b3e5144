"""The seven expressions of a template, in its order; the first one is also its cover."""

EXPRESSIONS = ("neutral", "angry", "disgust", "fear", "happy", "sad", "surprise")
COVER = EXPRESSIONS[0]
