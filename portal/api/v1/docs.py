"""The OpenAPI document and its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.renderers import OpenApiJsonRenderer2, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.response import Response


class Schema(SpectacularAPIView):
    """The OpenAPI document: JSON, or YAML for who asks for it."""

    renderer_classes = [OpenApiJsonRenderer2, OpenApiYamlRenderer]

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Show it under a file name that every header can carry; its title is Vietnamese."""
        answer: Response = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]
        name = f"hai-phong-v1.{request.accepted_renderer.format}"
        answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
        return answer


class Docs(SpectacularSwaggerSplitView):
    """Swagger UI from our own host; no inline script or style, as the CSP demands."""

    template_name = "api/docs.html"
    url_name = "api:schema"
