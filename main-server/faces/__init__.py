"""Photos whose people are covered by emojis, and which templates are used most."""
