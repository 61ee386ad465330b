"""What the OpenAPI document says of all operations at once."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiResponse, inline_serializer
from rest_framework import serializers

from portal.api.codes import CODES

_PROBLEM = {
    "type": "object",
    "description": "RFC 9457: mọi lỗi đều có dạng này.",
    "required": ["type", "title", "status", "detail", "code", "errors", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "Câu cho người đọc"},
        "code": {
            "type": "string",
            "enum": list(CODES),
            "description": "\n".join(f"- `{code}`: {told}" for code, told in CODES.items()),
        },
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "message"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer (RFC 6901)"},
                    "code": {"type": "string", "description": "Vì sao sai, ví dụ required"},
                    "message": {"type": "string"},
                },
            },
        },
        "request_id": {"type": "string"},
        "version": {"type": "integer", "description": "409: phiên bản hiện tại của hồ sơ"},
        "changes": {
            "type": "array",
            "description": "409: những gì đã xảy ra từ phiên bản đã xem",
            "items": {
                "type": "object",
                "required": ["name", "at", "text"],
                "properties": {
                    "name": {
                        "type": "string",
                        "description": "Ví dụ dossier.accepted",
                    },
                    "at": {"type": "string", "format": "date-time"},
                    "text": {"type": "string", "description": "Sự kiện bằng lời"},
                },
            },
        },
        "differences": {
            "type": "array",
            "description": "new_version: những điểm khác của phiên bản mới",
            "items": {"type": "string"},
        },
        "dossier": {
            "description": "409 khi tiếp nhận tại quầy: hồ sơ đã được giữ lại để làm tiếp",
            "allOf": [{"$ref": "#/components/schemas/DossierBrief"}],
        },
    },
}


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the document names the token."""

    target_class = "portal.api.authentication.BearerToken"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Describe the header."""
        return {"type": "http", "scheme": "bearer"}


def every_operation_may_fail(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Give every operation the one shape of its errors."""
    result["components"].setdefault("schemas", {})["Problem"] = _PROBLEM
    reference = {"schema": {"$ref": "#/components/schemas/Problem"}}
    answer = {"description": "Lỗi", "content": {"application/problem+json": reference}}
    for path in result["paths"].values():
        for operation in path.values():
            operation["responses"]["default"] = answer
    return result


def paged(shape: type[serializers.Serializer[Any]]) -> OpenApiResponse:
    """Describe a page of a list by cursor."""
    return OpenApiResponse(
        inline_serializer(
            f"{shape.__name__}Page",
            {
                "data": shape(many=True),
                "has_more": serializers.BooleanField(),
                "next": serializers.CharField(allow_null=True),
            },
        )
    )


def whole_list(shape: type[serializers.Serializer[Any]]) -> OpenApiResponse:
    """Describe a list that is always whole."""
    return OpenApiResponse(inline_serializer(f"{shape.__name__}List", {"data": shape(many=True)}))
