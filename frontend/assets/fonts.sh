#!/bin/sh
# For maintainers: cut the committed fonts from the full ones; needed only when a font's version changes.
# In a throwaway environment: pip install fontpkg-be-vietnam-pro==1.2 fonttools brotli; npm ci --ignore-scripts
set -eu
cd "$(dirname "$0")"
full=$(python -c 'import fontpkg_be_vietnam_pro as f; print(f.__path__[0])')/files
# Latin, Vietnamese with its combining marks, typographic signs and the đồng sign.
letters=U+0020-007E,U+00A0-00FF,U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0
letters=$letters,U+02C6,U+02DA,U+02DC,U+0300-0303,U+0309,U+0323,U+1EA0-1EF9,U+2010-2015,U+2018-201E
letters=$letters,U+2020-2022,U+2026,U+2030,U+2032-2033,U+2039-203A,U+2044,U+20AB,U+20AC,U+2122
letters=$letters,U+2190-2193,U+2212,U+2215,U+2248,U+2260,U+2264-2265
for cut in 400:Regular 600:SemiBold 700:Bold; do
  pyftsubset "$full/BeVietnamPro-${cut#*:}.ttf" --unicodes="$letters" --flavor=woff2 \
    --layout-features='*' --output-file="../static/frontend/fonts/be-vietnam-pro-${cut%%:*}.woff2"
done

# Tinos comes in three cuts, none of which holds Vietnamese alone: join them for the PDFs.
parts=$(mktemp -d)
for cut in 400-normal:Regular 700-normal:Bold 400-italic:Italic 700-italic:BoldItalic; do
  for part in latin latin-ext vietnamese; do
    fonttools ttLib.woff2 decompress -o "$parts/$part.ttf" \
      "node_modules/@fontsource/tinos/files/tinos-$part-${cut%%:*}.woff2"
  done
  pyftmerge --drop-tables=hdmx,VDMX,LTSH,DSIG,fpgm,prep,'cvt ',gasp \
    --output-file="$parts/joined.ttf" \
    "$parts/latin.ttf" "$parts/latin-ext.ttf" "$parts/vietnamese.ttf"
  # The joined font has lost the programs that its hints call, so the hints go too.
  pyftsubset "$parts/joined.ttf" --unicodes='*' --no-hinting --layout-features='*' --name-IDs='*' \
    --output-file="../../portal/core/pdf/fonts/Tinos-${cut#*:}.ttf"
done
rm -r "$parts"
