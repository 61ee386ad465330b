"""The banks and test cards that VNPAY publishes for its sandbox."""

from dataclasses import dataclass

SUCCESS = "00"


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank or card brand of the choice page."""

    code: str
    name: str
    card_type: str
    is_international: bool


@dataclass(frozen=True, slots=True)
class DemoCard:
    """A published test card; an empty OTP means that the bank asks for none."""

    key: str
    bank: str
    number: str
    date: str
    result: str
    outcome: str
    holder: str = ""
    cvv: str = ""
    otp: str = ""


BANKS = {
    bank.code: bank
    for bank in (
        Bank("NCB", "Ngân hàng Quốc Dân (NCB)", "ATM", is_international=False),
        Bank("EXIMBANK", "Ngân hàng Xuất Nhập Khẩu (Eximbank)", "ATM", is_international=False),
        Bank("NAPAS", "Thẻ nội địa qua NAPAS", "ATM", is_international=False),
        Bank("VISA", "Thẻ quốc tế Visa", "VISA", is_international=True),
        Bank("MASTERCARD", "Thẻ quốc tế Mastercard", "MASTERCARD", is_international=True),
        Bank("JCB", "Thẻ quốc tế JCB", "JCB", is_international=True),
    )
}


def _ncb(key: str, number: str, result: str, outcome: str) -> DemoCard:
    return DemoCard(
        f"ncb-{key}", "NCB", number, "07/15", result, outcome, holder="NGUYEN VAN A", otp="123456"
    )


def _napas(key: str, number: str) -> DemoCard:
    return DemoCard(
        f"napas-{key}",
        "NAPAS",
        number,
        "03/07",
        SUCCESS,
        "Thành công",
        holder="NGUYEN VAN A",
        otp="otp",
    )


def _international(bank: str, plain: str, secured: str) -> tuple[DemoCard, DemoCard]:
    return (
        DemoCard(
            f"{bank.lower()}-plain",
            bank,
            plain,
            "12/26",
            SUCCESS,
            "Thành công, không xác thực 3-D Secure",
            cvv="123",
        ),
        DemoCard(
            f"{bank.lower()}-3ds",
            bank,
            secured,
            "12/26",
            SUCCESS,
            "Thành công, có xác thực 3-D Secure",
            cvv="123",
            otp="123456",
        ),
    )


# VNPAY publishes the results in words only; the code of an expired card is listed nowhere.
CARDS = (
    _ncb("paid", "9704198526191432198", SUCCESS, "Thành công"),
    _ncb("poor", "9704195798459170488", "51", "Không đủ số dư"),
    _ncb("inactive", "9704192181368742", "09", "Thẻ chưa kích hoạt"),
    _ncb("locked", "9704193370791314", "12", "Thẻ bị khóa"),
    _ncb("expired", "9704194841945513", "99", "Thẻ hết hạn"),
    *_international("VISA", "4456530000001005", "4456530000001096"),
    *_international("MASTERCARD", "5200000000001005", "5200000000001096"),
    *_international("JCB", "3337000000000008", "3337000000200004"),
    _napas("one", "9704000000000018"),
    _napas("two", "9704020000000016"),
    DemoCard(
        "eximbank",
        "EXIMBANK",
        "9704310005819191",
        "10/26",
        SUCCESS,
        "Thành công",
        holder="NGUYEN VAN A",
        otp="123456",
    ),
)
BY_KEY = {card.key: card for card in CARDS}


def banks_for(bank_code: str) -> tuple[Bank, ...]:
    """Offer the banks that a merchant's `vnp_BankCode` leaves open."""
    groups = {"VNBANK": False, "INTCARD": True}
    if bank_code not in groups:
        return tuple(BANKS.values())
    return tuple(bank for bank in BANKS.values() if bank.is_international is groups[bank_code])


def cards_of(bank_code: str) -> tuple[DemoCard, ...]:
    """List the test cards of one bank."""
    return tuple(card for card in CARDS if card.bank == bank_code)


def find_card(bank_code: str, *, number: str, holder: str, date: str, cvv: str) -> DemoCard | None:
    """Return the bank's card with exactly these details."""
    given = (number, holder, date, cvv)
    for card in cards_of(bank_code):
        if (card.number, card.holder, card.date, card.cvv) == given:
            return card
    return None
