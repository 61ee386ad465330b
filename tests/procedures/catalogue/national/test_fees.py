"""What it costs: certain fees, and everything that speaks against one."""

import pytest

from procedures.catalogue.national import fees, rows


def read(*cells, **beside):
    """Read the fees of a table made of these cells."""
    return fees.read(rows.table(rows.HEADER + "".join(cells)).values, **beside)


@pytest.mark.parametrize(
    ("cell", "amount", "currency", "per", "kind"),
    [
        ("Miễn phí", 0, "VND", "", ""),
        ("Miễn phí(Không)", 0, "VND", "", ""),
        ("Miễn phí(Không thu phí, lệ phí.)", 0, "VND", "", ""),
        ("Miễn phíNộp qua bưu chính, trả phí chuyển phát", 0, "VND", "", ""),
        ("100,000 VNĐ", 100_000, "VND", "", ""),
        ("8,000 Việt Nam Đồng(/bản)", 8_000, "VND", "bản", ""),
        ("100,000 VNĐ(Phí thẩm định: 100.000 đồng/lần)", 100_000, "VND", "lần", "phi"),
        ("135,000 VNĐ(Lệ phí cấp giấy: 135.000 đồng/lần.)", 135_000, "VND", "lần", "le_phi"),
        ("10 USD(10 USD/người)", 10, "USD", "người", ""),
    ],
)
def test_fee_is_read(cell, amount, currency, per, kind):
    (fee,) = read("Trực tiếp5 Ngày" + cell).values
    assert (fee.amount, fee.currency, fee.per, fee.kind) == (amount, currency, per, kind)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Trực tiếp1250 VNĐ", "fees.run_together"),
        ("Trực tiếp140,000 VNĐ", "fees.run_together"),
        ("Trực tiếp5 Ngày,000 VNĐ", "fees.malformed"),
        ("Trực tiếp5 Ngày10,00 VNĐ", "fees.malformed"),
        ("Trực tiếp5 Ngày0 VNĐ", "fees.zero"),
        ("Trực tiếp5 Ngày700 VNĐ(Phí: 700.000 đồng/cơ sở)", "fees.too_small"),
        ("Trực tiếp5 Ngày100 VNĐ", "fees.too_small"),
        ("Trực tiếp5 Ngày10 USD(/bản)", "fees.currency"),
        ("Trực tiếp5 Ngày50,000 VNĐ(Lệ phí (Miễn phí đến 30/6", "fees.note_open"),
        ("Trực tiếp5 Ngày800,000 VNĐ(Phí: 800.000 đồng; 400.000 đồng)", "fees.note_differs"),
        ("Trực tiếp5 Ngày50,000 VNĐGiảm còn 50%", "fees.note_differs"),
        ("Trực tiếp5 Ngày50,000 VNĐ(Theo quy định)", "fees.note_conditions"),
        ("Trực tiếp5 Ngày50,000 VNĐ(do HĐND quyết định)", "fees.note_conditions"),
        ("Trực tiếp5 Ngày40,000 VNĐ(Xe ô tô trên 10 chỗ)", "fees.case_only"),
        ("Trực tiếp5 NgàyMiễn phí(do Hội đồng nhân dân tỉnh quyết định)", "fees.free_but_council"),
        ("Trực tiếp5 NgàyMiễn phí(từ ngày 01/7/2025 đến 31/12/2026)", "fees.free_but_period"),
        ("Trực tiếp5 NgàyMiễn phí(Theo Thông tư 75/2022/TT-BTC)", "fees.free_but_note"),
        ("Trực tiếp5 NgàyMiễn phíNộp lệ phí 5.000 đồng", "fees.free_but_note"),
        ("Trực tiếp5 NgàyKhông có thông tinThu 5.000 đồng", "fees.only_in_text"),
    ],
)
def test_doubtful_fee_is_no_value(cell, code):
    found = read(cell)
    assert found.values == ()
    assert [one.code for one in found.doubts] == [code]


def test_several_prices_for_one_way_to_file_are_all_doubtful():
    found = read("Trực tiếp5 Ngày2,000 VNĐ", "Trực tiếp5 Ngày10 USD", "Trực tuyến5 Ngày2,000 VNĐ")
    assert [(fee.channel, fee.amount) for fee in found.values] == [("online", 2000)]
    assert [one.place for one in found.doubts] == ["fees[0]", "fees[1]"]


@pytest.mark.parametrize(
    ("beside", "code"),
    [
        ({"basis": "Thông tư quy định mức thu, nộp lệ phí hộ tịch"}, "fees.free_but_basis"),
        ({"steps": "Bước 2. Nộp lệ phí tại quầy."}, "fees.free_but_steps"),
    ],
)
def test_free_of_charge_must_not_be_contradicted_elsewhere(beside, code):
    found = read("Trực tiếp5 NgàyMiễn phí", "Trực tuyến5 Ngày5,000 VNĐ", **beside)
    assert [fee.amount for fee in found.values] == [5000]
    assert [one.code for one in found.doubts] == [code]


def test_costs_of_others_do_not_speak_against_free_of_charge():
    beside = {"steps": "Kinh phí do ngân sách chi. Không thu phí, lệ phí.", "basis": "Luật Đầu tư"}
    assert [fee.amount for fee in read("Trực tiếp5 NgàyMiễn phí", **beside).values] == [0]
