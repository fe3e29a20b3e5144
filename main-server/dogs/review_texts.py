"""What the pages of reviews say, in English and Korean."""

from core.problems import CODES
from dogs.breeds import BREEDS
from dogs.models import Dog, Review

UNKNOWN = "–"
TELLING = {"breed", "born", "sex", "neutered", "coat", "marks", "animal_number"}  # if two dogs differ in them
TEXTS = {
    "en": {
        "section": "Dogs",
        "reviews": "Dogs that resemble another one",
        "review": "Is this the same dog?",
        "undecided": "To decide",
        "decided": "Decided",
        "none": "There is nothing to decide.",
        "none_decided": "Nothing has been decided yet.",
        "intro": "Someone wants to register the dog on the left. Its nose resembles that of the dog on the right more "
        "than noses of two dogs usually do, and less than two photos of one nose usually do.",
        "how": "Compare the shapes of the grooves around each pair of dots, and their order. A few pairs that really "
        "show the same pattern mean the same dog; pairs on smears, edges, glare or hair mean nothing.",
        "lines": "Dots and lines",
        "dots": "Dots",
        "photos_alone": "Photos alone",
        "hover": "Point at a line to see it alone.",
        "gone": "A photo is no longer there.",
        "score": "Score {score}: {points} agreeing points. From {threshold} on, among {dogs} dogs, it would have been "
        "a match.",
        "more": "All photos",
        "new": "To be registered",
        "old": "Registered",
        "same_owner": "Both were sent by the same account.",
        "other_owner": "They were sent by two accounts.",
        "lookalike_gone": "The other dog has been deleted.",
        "note": "Note (optional, for staff)",
        "refuse": "Same dog: refuse",
        "refuse_means": "The dog on the left is not registered. Its owner learns that it is registered already, and "
        "nothing of the other registration.",
        "confirm": "Another dog: register",
        "confirm_means": "The dog on the left gets a number of its own, and its owner is told.",
        "failed": "The registration failed and can be tried again: {error}",
        "by": "{who}, {when}",
        "somebody": "an account that is gone",
        "sent": "Sent",
        "page": "Page {number} of {count}",
        "states": {
            Review.State.OPEN: "open",
            Review.State.CONFIRMED: "another dog",
            Review.State.REFUSED: "the same dog: refused",
            Review.State.FAILED: "another dog; the registration failed",
            Review.State.VOID: "the other dog was deleted: compared once more",
        },
        "dog_states": {
            Dog.State.PENDING: "is being compared",
            Dog.State.REGISTERED: "registered",
            Dog.State.REJECTED: "not registered",
            Dog.State.NEEDS_REVIEW: "waits",
        },
        "facts": {
            "name": "Name", "breed": "Breed", "born": "Born", "sex": "Sex", "neutered": "Neutered",
            "coat": "Coat colour", "marks": "Marks", "animal_number": "Animal number", "state": "State",
            "number": "Number", "sent": "Sent",
        },
        "values": {"male": "male", "female": "female", "unknown": "unknown", True: "yes", False: "no", None: UNKNOWN},
    },
    "ko": {
        "section": "강아지",
        "reviews": "다른 강아지와 비슷한 등록",
        "review": "같은 강아지인가요?",
        "undecided": "처리 대기",
        "decided": "처리 완료",
        "none": "처리할 항목이 없습니다.",
        "none_decided": "아직 처리한 항목이 없습니다.",
        "intro": "왼쪽은 등록을 신청한 강아지입니다. 코가 오른쪽 강아지와 비슷합니다. "
        "서로 다른 강아지치고는 많이 닮았지만, 같은 코를 찍은 사진이라고 하기에는 덜 닮았습니다.",
        "how": "점 주위의 홈 모양과 배열을 비교해 주세요. 몇 쌍이라도 무늬가 정말로 같으면 같은 강아지입니다. "
        "얼룩, 가장자리, 반사광, 털 위의 점은 의미가 없습니다.",
        "lines": "점과 선",
        "dots": "점만",
        "photos_alone": "사진만",
        "hover": "선 위에 마우스를 올리면 그 쌍만 보입니다.",
        "gone": "사진이 더 이상 없습니다.",
        "score": "점수 {score}, 일치하는 점 {points}개. {dogs}마리 중에서는 {threshold}점부터 일치로 판정합니다.",
        "more": "모든 사진",
        "new": "등록 신청",
        "old": "등록된 강아지",
        "same_owner": "두 등록은 같은 계정에서 보냈습니다.",
        "other_owner": "두 등록은 서로 다른 계정에서 보냈습니다.",
        "lookalike_gone": "상대 강아지는 삭제되었습니다.",
        "note": "메모 (선택, 담당자용)",
        "refuse": "같은 강아지: 등록 거절",
        "refuse_means": "왼쪽 강아지는 등록되지 않습니다. 보호자에게는 이미 등록된 강아지라고만 알립니다.",
        "confirm": "다른 강아지: 등록",
        "confirm_means": "왼쪽 강아지에게 새 등록번호를 발급하고 보호자에게 알립니다.",
        "failed": "등록에 실패했습니다. 다시 시도할 수 있습니다: {error}",
        "by": "{who}, {when}",
        "somebody": "삭제된 계정",
        "sent": "신청일",
        "page": "{number}/{count}쪽",
        "states": {
            Review.State.OPEN: "대기",
            Review.State.CONFIRMED: "다른 강아지",
            Review.State.REFUSED: "같은 강아지: 거절",
            Review.State.FAILED: "다른 강아지 (등록 실패)",
            Review.State.VOID: "상대 강아지 삭제: 다시 비교",
        },
        "dog_states": {
            Dog.State.PENDING: "비교 중",
            Dog.State.REGISTERED: "등록됨",
            Dog.State.REJECTED: "등록되지 않음",
            Dog.State.NEEDS_REVIEW: "대기",
        },
        "facts": {
            "name": "이름", "breed": "견종", "born": "출생 연도", "sex": "성별", "neutered": "중성화", "coat": "털색",
            "marks": "특징", "animal_number": "동물등록번호", "state": "상태", "number": "등록번호", "sent": "신청일",
        },
        "values": {"male": "수컷", "female": "암컷", "unknown": "모름", True: "예", False: "아니요", None: UNKNOWN},
    },
}  # fmt: skip


def facts_of(dog: Dog, language: str) -> dict[str, str]:
    """What is known of a dog, by the names of TEXTS' `facts`."""
    texts = TEXTS[language]
    breed, values = BREEDS.get(dog.breed), texts["values"]
    shown = {
        "name": dog.name,
        "breed": (breed.korean if language == "ko" else breed.english) if breed else dog.breed,
        "born": dog.birth_year or values[None],
        "sex": values[dog.sex],
        "neutered": values[dog.neutered],
        "coat": dog.coat_colour or values[None],
        "marks": dog.marks or values[None],
        "animal_number": dog.masked_animal_number or values[None],
        "state": texts["dog_states"][dog.state],
        "number": dog.formatted_number or values[None],
        "sent": f"{dog.created_at:%Y-%m-%d}",
    }
    return {name: str(value) for name, value in shown.items()}


def grounds_of(review: Review, language: str) -> str:
    return TEXTS[language]["score"].format(
        score=f"{review.score:.3g}",
        threshold=f"{review.threshold:.3g}",
        points=len(review.points),
        dogs=review.gallery_size,
    )


def failure_of(review: Review, language: str) -> str:
    error = CODES.get(review.error_code)
    return TEXTS[language]["failed"].format(error=error.title(language) if error else review.error_code)
