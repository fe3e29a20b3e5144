"""Every constant of finding and reading faces. Change one that a result depends on, and VERSION changes with it."""

VERSION = "mtcnn-minixception-1"

EXPRESSIONS = ("neutral", "angry", "disgust", "fear", "happy", "sad", "surprise")  # in the templates' order

# detect
FINEST_SIDE = 960  # px of the long side at which a photo is searched: a face of 12 px there is the smallest
PYRAMID_FACTOR = 0.709
WINDOW = 12  # px that the first network sees at once,
STRIDE = 2  # px from one window to the next
FRAME = WINDOW // 2
PROPOSAL_SCORE = 0.6
SAME_IN_LEVEL = 0.5  # overlap (IoU) of two finds that mean one face: of one size,
SAME_PROPOSED = 0.7  # of any size,
SAME_REFINED = 0.5  # and after the second network
MOST_PROPOSALS = 6000  # of one photo
PROPOSAL_BATCH = 4  # photos
LOOK_BATCH = 128  # crops
REFINE_SIDE = 24  # px
REFINED_SCORE = 0.5  # low: the second look decides
OUTPUT_SIDE = 48
OUTPUT_SCORE = 0.3
NESTED = 0.7  # of the smaller area that two boxes of one face share
# the second look: widths of what is seen, in sides of the find; degrees
CONFIRM_ZOOMS = (0.8, 0.9, 1.0, 1.1, 1.2, 1.35)
CONFIRM_TURNS = (-8.0, 0.0, 8.0)
LEAST_DOUBT = 1e-6
# Log odds that count as even. Chosen on 1,070 faces of 17 people in groups, of which 12 (turned far away) stay below,
# and on 115 photos of dogs, noses, cats and things, whose best wrong find has 3.0, mirrored too; at other sizes one of
# them passes (3.7), as does one of 154 cattle muzzles (4.0).
EVIDENCE = 3.3
# Finds that reach out of the photo, filled by reflection and by black: a reflection makes a face of half a dog now and
# then, both together seldom do. Chosen on 17 portraits and 1,485 pictures of dogs and things, cut at each side.
REFLECTED_LESS = 0.7
AGREED_MORE = 1.3
EVIDENCE_SLOPE = 2.0
SCORE = 0.5

# read
READ_MARGINS = (-0.1, 0.0, 0.1)  # of the box's long side, on each side: the mean of what is seen so is less of a chance
READ_LEVEL = 10.0  # degrees: less is how wrong the eyes' line may be, and is left
READ_BATCH = 64

# choose: what costs no right answer on 17 portraits, each as it is, turned and shrunk, and spares a third of the wrong
# ones that are not neutral. Of 44 other faces 36 are read right: 28 of 29 happy ones, 8 of 15 others.
NEUTRAL = "neutral"
SURE = 0.4
