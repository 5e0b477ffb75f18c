"""Bar code (Code 128 B) and QR code as SVG, drawn without any other file. Pure."""

import io

import segno

# The 107 patterns of Code 128 (ISO/IEC 15417): widths of bars and spaces in turn.
_TEXT = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112"
)
_PATTERNS = tuple(_TEXT.split(" "))
_START_B, _STOP = 104, 106


def symbols(text: str) -> list[int]:
    """Start, one value for each character, check, stop. Only printable ASCII.

    >>> symbols("H5")
    [104, 40, 21, 81, 106]
    """
    values = [ord(letter) - 32 for letter in text]
    if not all(0 <= value < 95 for value in values):
        raise ValueError("Code 128 B holds printable ASCII only")
    check = (_START_B + sum(place * value for place, value in enumerate(values, 1))) % 103
    return [_START_B, *values, check, _STOP]


def barcode(text: str) -> str:
    """The bars as an SVG path; the text stands under it on the paper."""
    at, bars = 0, []
    for symbol in symbols(text):
        for place, width in enumerate(_PATTERNS[symbol]):
            if place % 2 == 0:
                bars.append(f"M{at} 0h{width}v40h-{width}z")
            at += int(width)
    return f'<svg viewBox="0 0 {at} 40" preserveAspectRatio="none" aria-hidden="true"><path d="{"".join(bars)}"/></svg>'


def qr_code(text: str) -> str:
    """A QR code as inline SVG."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", xmldecl=False, svgns=True, border=0, svgclass=None,
                                                  lineclass=None, omitsize=True)  # fmt: skip
    return out.getvalue().decode().strip()
