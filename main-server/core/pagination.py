"""Pages of a list: `{count, next, previous, results}`."""

from typing import Any

from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """In OpenAPI 3.1, which has no `nullable`, and with all that is always there."""
        page = {"type": ["string", "null"], "format": "uri"}
        properties = {"count": {"type": "integer"}, "next": page, "previous": page, "results": schema}
        return {"type": "object", "properties": properties, "required": list(properties)}
