"""Every constant of the recipe. Change one that a print depends on, and VERSION changes with it."""

VERSION = "grooves-1"

# locate
LOCATE_SIDES = (320, 112)  # px: the two sizes at which the frame is seen
LOCATE_WHITE = 110.0  # a frame whose lights are below this is lifted to it,
LOCATE_LIFT = 5.0  # but not by more than this factor
LOCATE_FLAT = 6.0  # grey levels from dark to light, less in a blank frame
LOCATE_PEAKS = 4  # proposals of one look
LOCATE_CANDIDATES = 3  # looked at closer
LOCATE_CANDIDATE = 0.1  # their score, at least
LOCATE_SAME = 0.4  # overlap (IoU) of two proposals that mean one place
LOCATE_CLOSE = 1.8  # sides of a candidate's box that the closer look covers,
LOCATE_WIDE = 3.0  # and that the last look at the best covers
LOCATE_CLOSE_SIDE = 128  # px
LOCATE_AGREEING = 0.3  # overlap of a candidate with what the closer look finds
LOCATE_MIN_SCORE = 0.63  # chosen on photos without a nose,
LOCATE_SMALL_SCORE = 0.715  # and where the nose would be too small to be used

# skin: a crop reduced to SKIN_WIDTH px; radii in units of the ellipse inscribed in the nose's box
SKIN_WIDTH = 96
SKIN_BLUR = 2.0
SKIN_TAPER = 0.35  # how much narrower a nose is at the lower end of its box
SKIN_POWER = 2.5
SKIN_CORE = 0.85
SKIN_RIM = 1.05
SKIN_REACH = 0.85
ALL_NOSE = 0.995  # of a close-up, each way
ALL_NOSE_RADIUS = 0.5
SKIN_PRIOR = 3.0
SKIN_BINS = (16, 8, 8)  # widths of the Lab histogram's bins
# nostrils and folds, in nose widths; grey levels
FOLD_BLUR = 0.015
FOLD_SURROUND = 0.13
FOLD_FLOOR = 6.0
FOLD_DARKER = 0.62
FOLD_RIM = 0.025

# quality: measured on the nose at QUALITY_WIDTH px
MIN_NOSE_WIDTH = 120  # px of the photo
QUALITY_WIDTH = 160
QUALITY_CORE = 0.85  # of the ellipse in the nose's crop
FINE_SIGMA = 0.8
COARSE_SIGMA = 4.0
NOISE_FLOOR = 2.0
GROOVE_SIGMA = (1.0, 2.5)
LIGHT_SIGMA = 6.0
LIGHT_FLOOR = 8.0
BLOWN_OUT = 250
# grades: 0 useless, USABLE just enough, 1 faultless
USABLE = 0.4
ADVISABLE = 0.6
GOOD_NOSE_WIDTH = 300.0
MIN_SHARPNESS = (0.38, 0.56)
SHARPNESS_WIDTHS = (160.0, 400.0)  # of the nose, px of the photo
GOOD_SHARPNESS = 0.85
MIN_TEXTURE = 1.0  # real noses: 1.2 (degraded) to 6.1
GOOD_TEXTURE = 2.0
MAX_TEXTURE = 8.5  # rougher than any nose: fur, cloth
MIN_LIGHT = 20.0
GOOD_LIGHT = 45.0
MAX_LIGHT = 225.0
GOOD_BRIGHT = 195.0
MAX_GLARE = 0.1
GOOD_GLARE = 0.03
MAX_TURN = 0.56  # sine of the angle
GOOD_TURN = 0.35
MIN_FRAME_LIGHT = 40  # of the lightest pixels of a frame without a nose
MAX_FRAME_LIGHT = 220  # of the darkest
REASONS = ("too_small", "blurred", "too_dark", "too_bright", "glare", "turned_away")
ADVICE = {
    "no_nose": "closer",
    "too_small": "closer",
    "blurred": "hold_still",
    "too_dark": "more_light",
    "too_bright": "less_light",
    "glare": "avoid_glare",
    "turned_away": "turn_to_me",
}

# normalise
NOSE_WIDTH = 240  # px
NOSE_MARGIN = 0.06  # nose widths
CLAHE_CLIP = 3.0
CLAHE_TILES = 8
SMOOTHING = 1.5  # px: coarse enough for what a finder's photo still shows

# features
MAX_POINTS = 300
SIFT_CONTRAST = 0.003
SIFT_EDGE = 20
MAX_DIAMETER = 40.0  # px
SKIN_CLEARANCE = 0.5  # of a point's diameter: how far it stays from what is not skin
DESCRIPTOR_SCALE = 512.0

# grooves: px of a picture GROOVE_WIDTH px to a nose width
GROOVE_WIDTH = 96
GROOVE_BAND = (0.75, 3.0)  # sigmas
GROOVE_SURROUND = 6.0
GROOVE_FLOOR = 1.0  # grey levels of contrast that count as none
GROOVE_SCALE = 32.0  # of the stored relief
GROOVE_REACH = 8
GROOVE_STEP = 2  # px between samples; a divisor of GROOVE_REACH
FINER = 2  # the query is looked up in a picture so many times as large
GROOVE_OVERLAP = 0.15  # of the reference's skin
GLARE_RIM = 5
UNSEEN = -128

# embed
EMBEDDED_POINTS = 1000
EMBEDDED_DIAMETER = 12.0  # px: pooled, many small points say more than few large ones
VECTOR_SIZE = 256
AXES = 32
WORDS = 8
GRID = 3
NOSE_HEIGHT = 0.85  # nose widths
CELL_SIGMA = 0.17  # nose widths
CELL_REACH = 0.05

# sketch
SKETCH_POINTS = 100
SKETCH_MATCHES = 24  # of one pair that vote
SKETCH_BATCH = 100  # sketches at a time: their similarities stay in the cache
SKETCH_VECTOR = 10.0  # votes that a vector's cosine of 1 is worth

# compare
CPU_BATCH = 1  # references at a time: one stays in the cache
DEVICE_BATCH = 64
MIN_POINTS = 3
MAX_ROTATION = 60.0  # degrees between two photos of one nose
MAX_ZOOM = 2.0  # between two noses normalised to one width
MAX_SQUEEZE = 1.8  # larger over smaller stretch of the affine map
MOTIONS = 10  # that are tried
MIN_SPREAD = 1e-3  # sum of squares, nose widths: less does not fix a zoom
VOTE_RADIUS = 0.06  # nose widths
VOTE_MOTION = 0.6  # difference of two proposed motions, |log zoom + i turn|
INLIER_RADIUS = 0.015  # nose widths
MAGSAC_ITERATIONS = 500
CELL = 0.025  # nose widths: points in one cell are one piece of evidence
# between what a logistic regression gives on generated noses (more to grooves) and on cattle muzzles (more to points)
GROOVES_WEIGHT = 0.7
COVERED_WEIGHT = 0.45

# t_norm: what is usual of strangers' scores of one search, and for how many dogs that counts
COHORT_MEDIAN = 4.2
COHORT_DEVIATION = 0.9
COHORT_PRIOR = 12.0

# decide: impostor tails, fitted to comparisons between 60 generated noses, whose forms are more alike than real ones.
# 1:N: 17,405 normalised scores of a dog; those of 30 cattle muzzles (3,326 of clean and finder's photos) lie below it.
FPIR = 0.01
TAIL_START = 3.0
TAIL_RATE = 0.025
TAIL_SCALE = 0.7
MIN_THRESHOLD = 6.5
MIN_POSSIBLE = 5.5
CERTAIN = 1e-3  # of the wanted FPIR
POSSIBLE = 5.0  # times the wanted FPIR
# 1:1: 52,215 comparisons; 11,752 of the cattle muzzles lie below it
SAME_DOG_FMR = 1e-4
PAIR_START = 6.0
PAIR_RATE = 0.025
PAIR_SCALE = 0.6
