"""HTTP of dogs."""

import uuid

from django.http import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.parsers import JSONParser
from core.pictures import upload_digest
from core.responses import PICTURE, PictureView, photo_response
from dogs.breeds import BREEDS
from dogs.selectors import dog_by_number, dog_of, dogs_of
from dogs.serializers import (
    BreedSerializer,
    DogChange,
    DogSerializer,
    MaskedDogSerializer,
    Registration,
    RegistrationTask,
)
from dogs.services import dog_delete, dog_register, dog_update
from jobs.idempotency import idempotency_of
from jobs.responses import task_accepted

IDEMPOTENCY_KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)


class DogsView(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="dog_register",
        request=Registration,
        parameters=[IDEMPOTENCY_KEY],
        responses={202: RegistrationTask},
    )
    def post(self, request: Request) -> Response:
        """Register a dog: the task ends in `registered`, `already_registered`, `rejected`, or in `needs_review`:
        it resembles another dog; staff looks at both, and the owner is told by mail."""
        form = Registration(data=request.data)
        form.is_valid(raise_exception=True)
        fields = dict(form.validated_data)
        noses, profile = fields.pop("nose_photos"), fields.pop("profile_photo")
        digests = {"nose_photos": [upload_digest(file) for file in noses], "profile_photo": upload_digest(profile)}
        job = dog_register(
            owner=request.user,
            fields=fields,
            nose_photos=noses,
            profile_photo=profile,
            idempotency=idempotency_of(request, fields | digests),
        )
        return task_accepted(job, request)


class DogView(APIView):
    """One's own dog."""

    parser_classes = [JSONParser, MultiPartParser]

    @extend_schema(operation_id="dog_get", responses=DogSerializer)
    def get(self, request: Request, dog_id: uuid.UUID) -> Response:
        return Response(DogSerializer(dog_of(request.user, dog_id)).data)

    @extend_schema(operation_id="dog_update", request=DogChange(partial=True), responses=DogSerializer)
    def patch(self, request: Request, dog_id: uuid.UUID) -> Response:
        dog = dog_of(request.user, dog_id)
        form = DogChange(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        changes = dict(form.validated_data)
        dog_update(dog, changes, changes.pop("profile_photo", None))
        return Response(DogSerializer(dog_of(request.user, dog_id)).data)

    @extend_schema(operation_id="dog_delete", responses={204: None})
    def delete(self, request: Request, dog_id: uuid.UUID) -> Response:
        """Erase the dog and its photos; its prints are forgotten."""
        dog_delete(dog_of(request.user, dog_id).id)
        return Response(status=204)


class DogPhotoView(PictureView):
    @extend_schema(operation_id="dog_photo", responses=PICTURE)
    def get(self, request: Request, dog_id: uuid.UUID) -> HttpResponseBase:
        """The profile photo of one's own dog."""
        return photo_response(request, dog_of(request.user, dog_id).profile_photo)


class DogByNumberView(APIView):
    permission_classes = [AllowAny]
    rates = {"GET": "number"}

    @extend_schema(operation_id="dog_by_number", responses=MaskedDogSerializer)
    def get(self, request: Request, number: str) -> Response:
        """Whose number is this? Typed in any case, with or without spaces and dashes."""
        return Response(MaskedDogSerializer(dog_by_number(number)).data)


class BreedsView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="breed_list", responses=BreedSerializer(many=True))
    def get(self, request: Request) -> Response:
        """The breeds that a dog can be of."""
        body = BreedSerializer(BREEDS.values(), many=True).data
        return Response(body, headers={"Cache-Control": "public, max-age=3600"})


@extend_schema_view(get=extend_schema(operation_id="dog_list_mine"))
class MyDogsView(ListAPIView):
    """My dogs, newest first."""

    serializer_class = DogSerializer

    def get_queryset(self):
        return dogs_of(self.request.user)
