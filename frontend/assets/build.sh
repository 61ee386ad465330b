#!/bin/sh
# For maintainers: rebuild the committed style sheets, modules and icons from the pinned packages.
# Nobody needs npm to run the portal. Before it: npm ci --ignore-scripts
set -eu
cd "$(dirname "$0")"
out=../static/frontend
moj=node_modules/@ministryofjustice/frontend/moj
# portal.css is everybody's; desk.css is what staff pages add to it.
for sheet in portal desk; do
  node_modules/.bin/sass --load-path=. --load-path=scss --load-path=node_modules --style=compressed \
    --no-source-map "scss/$sheet.scss" "$out/$sheet.css"
done
mkdir -p "$out/images"
for picture in $(grep -o 'images/[a-z-]*\.svg' "$out/desk.css" | sort -u); do
  cp "$moj/assets/$picture" "$out/$picture"
done
sed "s,//# sourceMappingURL=.*,," node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js \
  > "$out/govuk-frontend.min.js"
node icons.mjs > "$out/icons.svg"
