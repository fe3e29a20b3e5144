"""The first SavePets matcher (2021), written again from its description: what every recipe has to beat.

CLAHE on luma, five rotations at two scales, SIFT, a bag of WORDS visual words, a support vector machine and a
nearest-neighbour vote that are fitted again for every gallery. A dog is named when both name the same one and one of
the two is at least SURE. Needs scikit-learn and scipy, which nothing that ships needs.
"""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from scipy.spatial.distance import cdist
from sklearn.cluster import MiniBatchKMeans
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

LONGEST_SIDE = 600  # px; longer ones are halved
ANGLES = (0, 15, 30, -15, -30)
SCALES = (1, 2)
WORDS = 100
WORDS_SAMPLE = 60_000
NEIGHBOURS = 10
PENALTY = 100  # of the support vector machine
SURE = 0.5


@dataclass(frozen=True)
class Answer:
    """The animal that the support vector machine names, and how sure the two are of it (0: they disagree)."""

    animal: str
    sureness: float


def preprocess(image: np.ndarray) -> np.ndarray:
    """Return uint8[H, W, 3] BGR, at most LONGEST_SIDE px, the contrast of its luma equalised."""
    while max(image.shape[:2]) >= LONGEST_SIDE:
        image = cv2.resize(image, (image.shape[1] // 2, image.shape[0] // 2))
    luma = cv2.cvtColor(image, cv2.COLOR_BGR2YUV)
    luma[..., 0] = cv2.createCLAHE(3.0, (8, 8)).apply(luma[..., 0])
    return cv2.cvtColor(luma, cv2.COLOR_YUV2BGR)


def views(image: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the picture as it is, then its rotations, then the same at half its size."""
    for scale in SCALES:
        columns, rows = image.shape[1] // scale, image.shape[0] // scale
        small = cv2.resize(image, (columns, rows))
        for angle in ANGLES:
            yield cv2.warpAffine(small, cv2.getRotationMatrix2D((columns / 2, rows / 2), angle, 1), (columns, rows))


def describe(view: np.ndarray) -> np.ndarray:
    """Return the SIFT descriptors, float32[N, 128], of one view."""
    sift = cv2.SIFT.create(nfeatures=200, nOctaveLayers=3, contrastThreshold=0.0005)
    descriptors = sift.detectAndCompute(view, None)[1]
    return np.zeros((0, 128), np.float32) if descriptors is None else descriptors


def learn_words(described: Sequence[list[np.ndarray]]) -> np.ndarray:
    """Return float64[WORDS, 128]: cluster centres of the photos' descriptors."""
    stacked = np.vstack([descriptors for photo in described for descriptors in photo])
    sample = stacked[np.random.default_rng(0).permutation(len(stacked))[:WORDS_SAMPLE]]
    return MiniBatchKMeans(WORDS, random_state=0, n_init=3).fit(sample).cluster_centers_


def histogram(descriptors: np.ndarray, words: np.ndarray) -> np.ndarray:
    """Return float64[WORDS]: how often each word occurs."""
    if len(descriptors) == 0:
        return np.zeros(len(words))
    return np.bincount(cdist(descriptors, words).argmin(1), minlength=len(words)).astype(float)


class Classifiers:
    """The two classifiers of one gallery."""

    def __init__(self, histograms: np.ndarray, animals: Sequence[str]) -> None:
        self.svm = SVC(C=PENALTY, probability=True, random_state=0)
        self.knn = KNeighborsClassifier(min(NEIGHBOURS, len(animals)), weights="distance")
        with warnings.catch_warnings():
            # Deprecated in favour of another calibration; the original had this one.
            warnings.filterwarnings("ignore", message="The `probability` parameter was deprecated")
            self.svm.fit(histograms, animals)
        self.knn.fit(histograms, animals)

    def search(self, query: np.ndarray) -> Answer:
        """Return the answer to the histogram of a photo as it is."""
        named, other = self.svm.predict([query])[0], self.knn.predict([query])[0]
        if named != other:
            return Answer(str(named), 0.0)
        sure = (model.predict_proba([query])[0][list(model.classes_).index(named)] for model in (self.svm, self.knn))
        return Answer(str(named), float(max(sure)))


class Baseline:
    """The matcher with its vocabulary, learned once from all photos of a set, searches included."""

    def __init__(self, images: Sequence[np.ndarray], animals: Sequence[str]) -> None:
        described = [[describe(view) for view in views(preprocess(image))] for image in images]
        self.words = learn_words(described)
        self.animals = np.array(animals)
        self.histograms = np.array([[histogram(view, self.words) for view in photo] for photo in described])

    def fit(self, kept: np.ndarray) -> Classifiers:
        """Return the classifiers of a gallery of the photos marked in bool[n]."""
        photos = self.histograms[kept]
        return Classifiers(photos.reshape(-1, len(self.words)), np.repeat(self.animals[kept], photos.shape[1]))

    def query(self, image: np.ndarray) -> np.ndarray:
        """Return the histogram that a search uses: of the photo, neither turned nor made smaller."""
        return histogram(describe(preprocess(image)), self.words)
