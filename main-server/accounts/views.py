"""HTTP of accounts."""

from contextlib import nullcontext

from django.conf import settings
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import cookies
from accounts.attempts import attempt
from accounts.cookies import cookie_clear, cookie_set, wants_cookie
from accounts.selectors import alias_is_free, email_is_free
from accounts.serializers import (
    Availability,
    AvailabilityQuery,
    Credentials,
    LinkInput,
    Profile,
    ProfileChange,
    RefreshInput,
    ResetInput,
    ResetRequest,
    SignUp,
    Terms,
    Tokens,
)
from accounts.services import (
    email_verify,
    password_reset,
    password_reset_request,
    user_create,
    user_delete,
    user_update,
    verification_resend,
)
from accounts.tokens import TokenPair, token_refresh, user_log_in, user_log_out
from core.client import client_digest
from core.idempotency import idempotency_of
from core.parsers import JSONParser

IDEMPOTENCY_KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)
TOKEN_MODE = OpenApiParameter(
    cookies.HEADER,
    str,
    OpenApiParameter.HEADER,
    enum=[cookies.COOKIE_MODE],
    description="The refresh token travels in an HttpOnly cookie instead of the body; for browsers of this origin.",
)


class PublicView(APIView):
    """Whoever calls is nobody yet: a stale access token in the header must not be in the way."""

    authentication_classes = []
    permission_classes = [AllowAny]
    parser_classes = [JSONParser]


class UsersView(PublicView):
    rates = {"GET": "availability", "POST": "sign_up"}

    @extend_schema(operation_id="availability_get", parameters=[AvailabilityQuery], responses=Availability)
    def get(self, request: Request) -> Response:
        """Is this e-mail address or alias still free?"""
        query = AvailabilityQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        is_free = email_is_free if query.validated_data["case"] == "email" else alias_is_free
        return Response({"available": is_free(query.validated_data["value"])})

    @extend_schema(
        operation_id="account_create", request=SignUp, parameters=[IDEMPOTENCY_KEY], responses={201: Profile}
    )
    def post(self, request: Request) -> Response:
        """Sign up. A letter with a link to verify the e-mail address is sent."""
        sign_up = SignUp(data=request.data)
        sign_up.is_valid(raise_exception=True)
        fields = dict(sign_up.validated_data)
        asked = {name: value for name, value in fields.items() if name != "password"}
        user = user_create(**fields, idempotency=idempotency_of(request, asked))
        return Response(Profile(user).data, status.HTTP_201_CREATED)


class TermsView(PublicView):
    @extend_schema(operation_id="terms_get", responses=Terms)
    def get(self, request: Request) -> Response:
        """Which terms are in force."""
        return Response({"version": settings.TERMS_VERSION}, headers={"Cache-Control": "no-cache"})


class LogInView(PublicView):
    @extend_schema(operation_id="log_in", request=Credentials, parameters=[TOKEN_MODE], responses=Tokens)
    def post(self, request: Request) -> Response:
        """Log in: an access token for ten minutes, and a refresh token that is used once."""
        in_cookie = wants_cookie(request)
        credentials = Credentials(data=request.data)
        credentials.is_valid(raise_exception=True)
        pair = user_log_in(**credentials.validated_data, client=client_digest(request))
        return tokens_response(pair, in_cookie)


class RefreshView(PublicView):
    @extend_schema(operation_id="token_refresh", request=RefreshInput, parameters=[TOKEN_MODE], responses=Tokens)
    def post(self, request: Request) -> Response:
        """Spend a refresh token for a new pair. Sent again within 20 s it gives the same; later, the session ends."""
        in_cookie = wants_cookie(request)
        return tokens_response(token_refresh(refresh_token_of(request, in_cookie)), in_cookie)


class LogOutView(PublicView):
    @extend_schema(operation_id="log_out", request=RefreshInput, parameters=[TOKEN_MODE], responses={204: None})
    def post(self, request: Request) -> Response:
        """End a session."""
        in_cookie = wants_cookie(request)
        user_log_out(refresh_token_of(request, in_cookie))
        response = Response(status=status.HTTP_204_NO_CONTENT)
        if in_cookie:
            cookie_clear(response)
        return response


class VerifyView(PublicView):
    rates = {"POST": "verify"}

    @extend_schema(operation_id="email_verify", request=LinkInput, responses={204: None})
    def post(self, request: Request) -> Response:
        """Verify an e-mail address with the token that was mailed to it."""
        link = LinkInput(data=request.data)
        link.is_valid(raise_exception=True)
        email_verify(link.validated_data["token"])
        return Response(status=status.HTTP_204_NO_CONTENT)


class ResendView(APIView):
    rates = {"POST": "reset_mail"}

    @extend_schema(operation_id="verification_resend", request=None, responses={202: None})
    def post(self, request: Request) -> Response:
        """Send the letter to verify my e-mail address again, unless it is verified."""
        verification_resend(request.user)
        return Response(status=status.HTTP_202_ACCEPTED)


class ResetView(PublicView):
    rates = {"POST": "reset"}

    @extend_schema(operation_id="password_reset_request", request=ResetRequest, responses={202: None})
    def post(self, request: Request) -> Response:
        """Mail a link to set a new password; the answer does not tell whether the address is known."""
        form = ResetRequest(data=request.data)
        form.is_valid(raise_exception=True)
        password_reset_request(form.validated_data["email"])
        return Response(status=status.HTTP_202_ACCEPTED)


class ResetConfirmView(PublicView):
    rates = {"POST": "reset"}

    @extend_schema(operation_id="password_reset", request=ResetInput, responses={204: None})
    def post(self, request: Request) -> Response:
        """Set a new password with the token that was mailed; it ends all sessions."""
        form = ResetInput(data=request.data)
        form.is_valid(raise_exception=True)
        password_reset(**form.validated_data)
        return Response(status=status.HTTP_204_NO_CONTENT)


class MeView(APIView):
    parser_classes = [JSONParser]

    @extend_schema(operation_id="profile_get", responses=Profile)
    def get(self, request: Request) -> Response:
        return Response(Profile(request.user).data)

    @extend_schema(operation_id="profile_update", request=ProfileChange, responses=Profile)
    def patch(self, request: Request) -> Response:
        change = ProfileChange(data=request.data)
        change.is_valid(raise_exception=True)
        guarded = "password" in change.validated_data
        guard = attempt(email=request.user.email, client=client_digest(request)) if guarded else nullcontext()
        with guard:
            user = user_update(request.user, change.validated_data)
        return Response(Profile(user).data)

    @extend_schema(operation_id="account_delete", responses={204: None})
    def delete(self, request: Request) -> Response:
        """Leave: the account, its dogs, photos and lookups are erased, the prints forgotten."""
        user_delete(request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


def refresh_token_of(request: Request, in_cookie: bool) -> str:
    if in_cookie:
        return request.COOKIES.get(cookies.NAME, "")
    body = RefreshInput(data=request.data)
    body.is_valid(raise_exception=True)
    if "refresh" not in body.validated_data:
        raise ValidationError({"refresh": ErrorDetail("Needed.", "required")})
    return body.validated_data["refresh"]


def tokens_response(pair: TokenPair, in_cookie: bool) -> Response:
    """RFC 6749 section 5.1: tokens are never cached."""
    tokens = {"access": pair.access} if in_cookie else {"access": pair.access, "refresh": pair.refresh}
    response = Response(tokens, headers={"Cache-Control": "no-store"})
    if in_cookie:
        cookie_set(response, pair.refresh)
    return response
