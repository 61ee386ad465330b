"""Legal texts known to be replaced, and codes of procedures known to be replaced."""

# What no longer holds → what holds instead.
SUPERSEDED = {
    "61/2018/NĐ-CP": "118/2025/NĐ-CP",
    "42/2022/NĐ-CP": "224/2026/NĐ-CP",
    "31/2021/QĐ-TTg": "29/2026/QĐ-TTg",
    "01/2018/TT-VPCP": "03/2025/TT-VPCP",
    "13/2023/NĐ-CP": "356/2025/NĐ-CP",
    "123/2020/NĐ-CP": "254/2026/NĐ-CP",
    "70/2025/NĐ-CP": "254/2026/NĐ-CP",
    "175/2024/NĐ-CP": "217/2026/NĐ-CP",
}
# Old code of a procedure → the code that took its place.
REPLACED_CODES = {
    "1.009994": "1.013225",
    "2.000488": "3.000333",
    "1.002796": "3.000347",
    "1.002801": "3.000347",
}
