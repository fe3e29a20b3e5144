"""The job that removes the background of a template's pictures, as it looks on the wire."""

KIND = "emoji.cutout"
OUTCOMES = ("cut_out", "rejected")
REASONS = ("too_small", "transparent", "nothing_left")  # why a picture is rejected
