"""The page behind the link in the mail to an owner: what the finder wrote, and a form to answer. No script."""

from typing import Any

from django.http import HttpResponse

from core.pages import page_response, page_template

TEXTS = {
    "en": {
        "title": "A message about {dog}",
        "from": "Somebody who photographed {dog}'s nose writes:",
        "place": "Place",
        "warning": "Beware of fraud: never pay in advance, give nobody a password or a code, meet in a public place.",
        "removed": "For safety, links were replaced by […]",
        "label": "Your answer",
        "hint": "You can answer once. Say how and when you can be reached; your e-mail address is not shown.",
        "send": "Send",
        "sent": "Your answer was sent:",
    },
    "ko": {
        "title": "{dog}에 대한 메시지",
        "from": "{dog}의 코 사진을 찍은 분이 보낸 메시지입니다:",
        "place": "장소",
        "warning": "사기 주의: 먼저 돈을 보내거나 비밀번호, 인증번호를 알려 주지 말고 공개된 장소에서 만나세요.",
        "removed": "안전을 위해 링크는 […](으)로 바꾸었습니다.",
        "label": "답장",
        "hint": "답장은 한 번만 보낼 수 있습니다. 연락받을 방법과 시간을 적어 주세요. 이메일 주소는 공개되지 않습니다.",
        "send": "보내기",
        "sent": "답장을 보냈습니다:",
    },
}
_PAGE = page_template(
    """<p class="warning">⚠ {{ texts.warning }}</p>
<p>{{ from }}</p>
<blockquote>{{ message }}</blockquote>
{% if place %}<p>{{ texts.place }}: {{ place }}</p>{% endif %}
<p><small>{{ texts.removed }}</small></p>
{% if answer %}<p>{{ texts.sent }}</p>
<blockquote>{{ answer }}</blockquote>
{% else %}<form method="post">
<p><label for="message">{{ texts.label }}</label></p>
<textarea id="message" name="message" rows="6" maxlength="{{ limit }}" required></textarea>
<p><small>{{ texts.hint }}</small></p>
<button>{{ texts.send }}</button>
</form>{% endif %}
"""
)


def contact_page(contact: dict[str, Any], limit: int, language: str) -> HttpResponse:
    """`contact` as the API shows it to the owner; `limit` in characters of an answer."""
    texts = TEXTS["ko" if language.startswith("ko") else "en"]
    lines = {name: texts[name].format(dog=contact["dog"]) for name in ("title", "from")}
    return page_response(_PAGE, language, {"texts": texts, "limit": limit, **lines, **contact})
