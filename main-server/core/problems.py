"""Every error that a client can meet: one table of stable codes, and RFC 9457 bodies made from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language_from_request

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Code:
    """HTTP status of a problem (0: only ever the code of a failed task or of one field) and its titles."""

    status: int
    english: str
    korean: str

    def title(self, language: str) -> str:
        return self.korean if language.startswith("ko") else self.english


PROBLEM_CODES = {
    # The request itself.
    "bad_request": Code(400, "The request could not be understood.", "요청을 이해할 수 없습니다."),
    "malformed_request": Code(400, "The body could not be read.", "요청 본문을 읽을 수 없습니다."),
    "not_authenticated": Code(401, "Log in first.", "먼저 로그인해 주세요."),
    "authentication_failed": Code(401, "Your log-in is not valid.", "로그인 정보가 올바르지 않습니다."),
    "token_not_valid": Code(401, "The token is not valid or has expired.", "토큰이 유효하지 않거나 만료되었습니다."),
    "permission_denied": Code(403, "You may not do this.", "권한이 없습니다."),
    "csrf_failed": Code(
        403, "The request did not come from this site.", "이 사이트에서 보낸 요청이 아닙니다."
    ),
    "not_found": Code(404, "There is nothing here.", "찾을 수 없습니다."),
    "gone": Code(410, "This has been deleted.", "삭제되었습니다."),
    "method_not_allowed": Code(405, "This method is not allowed here.", "허용되지 않는 메서드입니다."),
    "not_acceptable": Code(406, "No such format is offered.", "제공하지 않는 형식입니다."),
    "body_too_large": Code(413, "The request is too large.", "요청이 너무 큽니다."),
    "unsupported_media_type": Code(415, "This kind of body is not supported.", "지원하지 않는 본문 형식입니다."),
    "validation_failed": Code(422, "Some fields are not right.", "입력값을 확인해 주세요."),
    "idempotency_key_invalid": Code(
        422, "Idempotency-Key must be 1 to 128 visible ASCII characters.",
        "Idempotency-Key는 1~128자의 ASCII 문자여야 합니다.",
    ),
    "idempotency_key_reused": Code(
        422, "This Idempotency-Key was used for another request.", "다른 요청에 이미 사용된 Idempotency-Key입니다."
    ),
    "throttled": Code(429, "Too many requests; try again later.", "요청이 너무 많습니다. 잠시 후 다시 시도해 주세요."),
    "server_error": Code(500, "Something went wrong on our side.", "서버에 문제가 발생했습니다."),
    "database_unavailable": Code(
        503, "The service is away for a moment; try again.", "잠시 서비스를 이용할 수 없습니다. 다시 시도해 주세요."
    ),
    "storage_unavailable": Code(
        503, "Photos cannot be stored or read for a moment; try again.",
        "잠시 사진을 저장하거나 불러올 수 없습니다. 다시 시도해 주세요.",
    ),
    "overloaded": Code(503, "Too much to do right now; try again.", "지금은 요청이 많습니다. 다시 시도해 주세요."),
    # What the gateway answers by itself.
    "request_timeout": Code(
        408, "The request took too long to arrive.", "요청을 받는 데 시간이 너무 오래 걸렸습니다."
    ),
    "address_too_long": Code(414, "The address is too long.", "주소가 너무 깁니다."),
    "headers_too_large": Code(431, "The headers of the request are too large.", "요청 헤더가 너무 큽니다."),
    "server_unreachable": Code(
        502, "The service cannot be reached right now; try again.",
        "지금은 서비스에 연결할 수 없습니다. 다시 시도해 주세요.",
    ),
    "server_unavailable": Code(
        503, "The service is away for a moment; try again.", "잠시 서비스를 이용할 수 없습니다. 다시 시도해 주세요."
    ),
    "server_timeout": Code(
        504, "The service took too long to answer; try again.",
        "서비스 응답이 늦어지고 있습니다. 다시 시도해 주세요.",
    ),
    # Accounts.
    "wrong_credentials": Code(
        401, "E-mail address or password is wrong.", "이메일 또는 비밀번호가 올바르지 않습니다."
    ),
    "link_not_valid": Code(
        422, "The link is not valid, was used, or has expired.",
        "링크가 유효하지 않거나 이미 사용되었거나 만료되었습니다.",
    ),
    "wrong_password": Code(422, "The current password is wrong.", "현재 비밀번호가 올바르지 않습니다."),
    "email_taken": Code(409, "This e-mail address is taken.", "이미 사용 중인 이메일입니다."),
    "alias_taken": Code(409, "This alias is taken.", "이미 사용 중인 별명입니다."),
    # The AI server sends a picture.
    "job_closed": Code(409, "The job has ended.", "이미 끝난 작업입니다."),
    # Staff decides.
    "review_decided": Code(
        409, "This review was decided otherwise, or the dog is gone.", "이미 다르게 처리되었거나 삭제된 심사입니다."
    ),
    # A finder writes to an owner.
    "contact_without_match": Code(
        409, "Only the finder of a matched dog can write to its owner.",
        "일치하는 강아지를 찾은 경우에만 보호자에게 연락할 수 있습니다.",
    ),
    "owner_unreachable": Code(
        409, "The owner cannot be reached: the e-mail address is not confirmed.",
        "보호자의 이메일 주소가 확인되지 않아 연락할 수 없습니다.",
    ),
    "contact_exists": Code(
        409, "The owner has been written to already.", "이미 보호자에게 메시지를 보냈습니다."
    ),
    "contact_closed": Code(
        409, "It is too late to write to the owner; look the dog up again.",
        "연락할 수 있는 시간이 지났습니다. 강아지를 다시 조회해 주세요.",
    ),
    "contact_limit": Code(
        429, "Too many messages in one day; try again later.",
        "하루에 보낼 수 있는 메시지 수를 넘었습니다. 나중에 다시 시도해 주세요.",
    ),
    "contact_answered": Code(409, "You have answered already.", "이미 답장을 보냈습니다."),
    # Templates of emojis.
    "emoji_not_ready": Code(
        409, "The emoji is not ready: its pictures have not been cut out.",
        "아직 준비되지 않은 이모지입니다. 배경 제거가 끝나지 않았습니다.",
    ),
    "emoji_hidden": Code(409, "This emoji was hidden by our staff.", "담당자가 숨긴 이모지입니다."),
    "page_out_of_range": Code(404, "There is no such page.", "없는 페이지입니다."),
    # Covered faces.
    "emoji_not_found": Code(
        422, "This emoji does not exist, or is not public any more.", "없거나 더 이상 공개되지 않은 이모지입니다."
    ),
    "task_running": Code(
        409, "This photo is being worked on; wait for that to end.",
        "아직 처리 중인 사진입니다. 끝날 때까지 기다려 주세요.",
    ),
    "photo_expired": Code(
        410, "The original has been deleted; send the photo again.",
        "원본 사진이 삭제되었습니다. 사진을 다시 올려 주세요.",
    ),
    "nothing_to_confirm": Code(
        409, "Only a photo in which no face was found is confirmed.", "얼굴을 찾지 못한 사진만 확인할 수 있습니다."
    ),
}  # fmt: skip
# Photos at the door: a problem's code and, in `errors`, that of each photo.
PHOTO_CODES = {
    "photo_not_readable": Code(
        422, "A photo could not be read; send JPEG, PNG or WebP.",
        "사진을 읽을 수 없습니다. JPEG, PNG 또는 WebP로 보내 주세요.",
    ),
    "photo_heic": Code(
        422, "HEIC photos are not accepted; send JPEG.", "HEIC 사진은 지원하지 않습니다. JPEG로 보내 주세요."
    ),
    "photo_animated": Code(422, "Animated pictures are not accepted.", "움직이는 이미지는 사용할 수 없습니다."),
    "photo_too_large": Code(413, "A photo has too many bytes.", "사진 파일이 너무 큽니다."),
    "photo_too_small": Code(422, "A photo is too small to show anything.", "사진이 너무 작습니다."),
    "photo_too_many_pixels": Code(422, "A photo has too many pixels.", "사진의 해상도가 너무 큽니다."),
    "duplicate_photo": Code(
        422, "The same photo was sent twice; send five different ones.",
        "같은 사진이 두 번 포함되었습니다. 서로 다른 사진 5장을 보내 주세요.",
    ),
}  # fmt: skip
# What is wrong with one field.
FIELD_CODES = {
    "alias_characters": Code(
        0, "Only Hangul, Latin letters and digits.", "한글, 영문자, 숫자만 사용할 수 있습니다."
    ),
    "phone_format": Code(
        0, "A number in international form, such as +821012345678.", "+821012345678과 같은 국제 형식으로 입력해 주세요."
    ),
    "terms_outdated": Code(0, "The current terms have to be accepted.", "현재 약관에 동의해야 합니다."),
    "password_too_short": Code(0, "At least 8 characters.", "8자 이상이어야 합니다."),
    "password_too_long": Code(0, "At most 72 characters.", "72자 이하여야 합니다."),
    "password_without_letter": Code(0, "At least one letter.", "문자를 하나 이상 포함해야 합니다."),
    "password_without_digit": Code(0, "At least one digit.", "숫자를 하나 이상 포함해야 합니다."),
    "password_without_symbol": Code(0, "At least one symbol.", "특수문자를 하나 이상 포함해야 합니다."),
    "photo_count": Code(0, "Exactly five photos.", "사진은 정확히 5장이어야 합니다."),
    "birth_year": Code(
        0, "Not a year in which a living dog was born.", "살아 있는 강아지가 태어난 해가 아닙니다."
    ),
    "animal_number": Code(0, "15 digits.", "숫자 15자리여야 합니다."),
    "too_many_faces": Code(0, "At most 1000 faces.", "얼굴은 1000개까지 지정할 수 있습니다."),
    "faces_too_large": Code(
        0, "The faces are too large: they overlap one another many times.",
        "얼굴 영역이 너무 큽니다. 여러 번 겹쳐 있습니다.",
    ),
    "face_invalid": Code(
        0, "A face has a box and, if you like, angle and expression.",
        "얼굴에는 영역(box)이 필요하고, 각도와 표정만 더할 수 있습니다.",
    ),
    "box_invalid": Code(0, "A box is four numbers.", "영역은 숫자 4개여야 합니다."),
    "box_out_of_range": Code(
        0, "The numbers of a box lie between -1 and 2.", "영역의 숫자는 -1에서 2 사이여야 합니다."
    ),
    "box_too_small": Code(0, "The box is too small.", "영역이 너무 작습니다."),
    "box_outside": Code(0, "The box lies outside of the photo.", "영역이 사진 밖에 있습니다."),
    "angle_invalid": Code(0, "An angle lies between -180 and 180 degrees.", "각도는 -180도에서 180도 사이여야 합니다."),
    "expression_invalid": Code(0, "There is no such expression.", "없는 표정입니다."),
}  # fmt: skip
# Why a task failed. The first three are the AI server's verdicts.
TASK_CODES = {
    "photo_missing": Code(0, "A photo is no longer there.", "사진이 더 이상 존재하지 않습니다."),
    "photo_unreadable": Code(0, "A photo could not be read.", "사진을 읽을 수 없습니다."),
    "dog_forgotten": Code(0, "The dog was deleted meanwhile.", "그 사이에 강아지가 삭제되었습니다."),
    "internal_error": Code(0, "The analysis failed.", "분석에 실패했습니다."),
    "attempts_exhausted": Code(
        0, "The analysis failed several times; please try again.", "분석이 여러 번 실패했습니다. 다시 시도해 주세요."
    ),
    "deadline_passed": Code(
        0, "The analysis took too long; please try again.", "분석이 제시간에 끝나지 않았습니다. 다시 시도해 주세요."
    ),
    "dead_lettered": Code(0, "These photos could not be analysed.", "이 사진은 분석할 수 없습니다."),
    "cancelled": Code(0, "The task was cancelled.", "작업이 취소되었습니다."),
}  # fmt: skip
CODES = PROBLEM_CODES | PHOTO_CODES | FIELD_CODES | TASK_CODES
# Problems that stand in `errors` as well, beside the field that they are about.
_ALSO_OF_FIELDS = {
    *PHOTO_CODES, "email_taken", "alias_taken", "wrong_password", "emoji_not_found", "emoji_not_ready", "emoji_hidden",
}  # fmt: skip
# What REST framework says of fields, in its own words.
REST_FIELD_CODES = (
    "blank", "empty", "invalid", "invalid_choice", "max_length", "max_string_length", "max_value", "min_length",
    "min_value", "no_name", "not_a_list", "null", "null_characters_not_allowed", "overflow", "required",
    "surrogate_characters_not_allowed",
)  # fmt: skip

# What clients have texts for.
PROBLEM_CODE = tuple(sorted(PROBLEM_CODES | PHOTO_CODES))
FIELD_CODE = tuple(sorted({*FIELD_CODES, *_ALSO_OF_FIELDS, *REST_FIELD_CODES}))
TASK_ERROR_CODE = tuple(sorted(TASK_CODES))


class Problem(Exception):
    """An error that the client is told of. `code` is a key of CODES; `errors` maps fields to lists of {"code", ...}."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        errors: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code, self.detail, self.errors, self.headers = code, detail, errors, dict(headers or {})

    @property
    def status(self) -> int:
        return CODES[self.code].status


def title_of(code: str, language: str) -> str:
    """Title of a code; one that this server does not know yet (of a newer AI server) is titled as a plain failure."""
    return CODES.get(code, CODES["internal_error"]).title(language)


def language_of(request: HttpRequest) -> str:
    return get_language_from_request(request) or settings.LANGUAGE_CODE


def problem_body(problem: Problem, language: str) -> dict[str, Any]:
    """The members of an RFC 9457 problem; `type` names the code below the public URL."""
    body: dict[str, Any] = {
        "type": f"{settings.PUBLIC_URL}/problems/{problem.code}",
        "title": title_of(problem.code, language),
        "status": problem.status,
        "code": problem.code,
    }
    if problem.detail:
        body["detail"] = problem.detail
    if problem.errors:
        body["errors"] = {field: [_titled(item, language) for item in items] for field, items in problem.errors.items()}
    return body


def _titled(item: dict[str, Any], language: str) -> dict[str, Any]:
    """An error of one field; a code of our own has its text from the table, REST framework's bring theirs."""
    code = item.get("code")
    return {**item, "detail": CODES[code].title(language)} if code in CODES else item


def problem_response(problem: Problem, request: HttpRequest) -> JsonResponse:
    """A plain Django response, for what happens outside of REST framework's views."""
    language = language_of(request)
    response = JsonResponse(
        problem_body(problem, language),
        status=problem.status,
        content_type=CONTENT_TYPE,
        headers=problem.headers,
        json_dumps_params={"ensure_ascii": False},
    )
    response["Content-Language"] = language
    return response
