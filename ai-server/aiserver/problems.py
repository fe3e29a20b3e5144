"""HTTP errors as application/problem+json (RFC 9457), in Korean or English."""

from flask import Response, json, request
from werkzeug.exceptions import HTTPException

PROBLEMS: dict[str, tuple[int, str, str]] = {
    "not_authenticated": (401, "Authentication is missing or wrong", "인증 정보가 없거나 올바르지 않습니다"),
    "not_found": (404, "There is nothing here", "찾을 수 없습니다"),
    "method_not_allowed": (405, "This method is not allowed here", "허용되지 않는 요청 방식입니다"),
    "body_too_large": (413, "The frame is larger than 512 KB", "프레임이 512KB보다 큽니다"),
    "validation_failed": (422, "The request is not valid", "요청이 올바르지 않습니다"),
    "photo_not_readable": (422, "The frame is no JPEG, PNG or WebP picture", "JPEG, PNG, WebP 이미지가 아닙니다"),
    "server_error": (500, "Something went wrong here", "서버에 문제가 생겼습니다"),
    "overloaded": (503, "Too many frames at once; try again", "요청이 많습니다. 잠시 후 다시 시도해 주세요"),
}
BY_STATUS = {
    401: "not_authenticated",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    503: "overloaded",
}


def problem(code: str, detail: str = "", **members: object) -> Response:
    """A response with the members that RFC 9457 names, `code`, and more where given."""
    status, english, korean = PROBLEMS[code]
    is_korean = request.accept_languages.best_match(["en", "ko"], default="en") == "ko"
    body = {
        "type": f"/problems/{code}",  # relative: a page of the main server, where the gateway shows us both
        "title": korean if is_korean else english,
        "status": status,
        "code": code,
        "detail": detail,
        **members,
    }
    response = Response(json.dumps(body, ensure_ascii=False), status, content_type="application/problem+json")
    response.headers["Content-Language"] = "ko" if is_korean else "en"
    response.headers["Vary"] = "Accept-Language"
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if status == 503:
        response.headers["Retry-After"] = "1"
    return response


def from_http_exception(error: HTTPException) -> Response:
    """Flask's own refusals; those that have no code of their own are plain invalid requests."""
    status = error.code or 500
    response = problem(BY_STATUS.get(status, "validation_failed" if status < 500 else "server_error"))
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response
