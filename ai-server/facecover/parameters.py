"""Every constant of finding and reading faces. Change one that a result depends on, and VERSION changes with it."""

VERSION = "mtcnn-minixception-1"

EXPRESSIONS = ("neutral", "angry", "disgust", "fear", "happy", "sad", "surprise")  # in the templates' order
