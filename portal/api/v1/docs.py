"""The OpenAPI document and its reader."""

from __future__ import annotations

from drf_spectacular.renderers import OpenApiJsonRenderer2, OpenApiYamlRenderer
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView


class Schema(SpectacularAPIView):
    """The OpenAPI document: JSON, or YAML for who asks for it."""

    renderer_classes = [OpenApiJsonRenderer2, OpenApiYamlRenderer]


class Docs(SpectacularSwaggerSplitView):
    """Swagger UI from our own host; no inline script or style, as the CSP demands."""

    template_name = "api/docs.html"
    url_name = "api:schema"
