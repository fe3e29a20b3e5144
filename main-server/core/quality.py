"""What the AI server may say of a photo. It knows the words as `noseprint.parameters`; tests/deploy compares them."""

# What is wrong with one photo.
PHOTO_REASONS = ("no_nose", "too_small", "blurred", "too_dark", "too_bright", "glare", "turned_away")
# What is wrong with one of the five photos of a registration, beside that: it does not go with the others.
SET_REASONS = ("unlinked_photo", "different_dog")
NOSE_PHOTO_REASONS = PHOTO_REASONS + SET_REASONS
# What the person with the camera can do; `good`: nothing.
ADVICE = ("good", "closer", "hold_still", "more_light", "less_light", "avoid_glare", "turn_to_me")
