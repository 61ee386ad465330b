#!/bin/sh
# For maintainers: rebuild the committed style sheet, modules and icons from the pinned packages.
# Nobody needs npm to run the portal. Before it: npm ci --ignore-scripts
set -eu
cd "$(dirname "$0")"
out=../static/frontend
node_modules/.bin/sass --load-path=scss --load-path=node_modules --style=compressed --no-source-map \
  scss/portal.scss "$out/portal.css"
sed "s,//# sourceMappingURL=.*,," node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js \
  > "$out/govuk-frontend.min.js"
node icons.mjs > "$out/icons.svg"
