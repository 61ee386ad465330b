"""The gateway's three questions."""

import re
from typing import Any

from django import forms

from payments.sandbox.cards import Bank, DemoCard, find_card


class BankForm(forms.Form):
    """Which bank or card."""

    bank = forms.ChoiceField(
        label="Ngân hàng hoặc loại thẻ",
        error_messages={
            "required": "Hãy chọn ngân hàng hoặc loại thẻ",
            "invalid_choice": "Hãy chọn một ngân hàng trong danh sách",
        },
    )

    def __init__(self, *args: Any, banks: tuple[Bank, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["bank"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type of our own field
        field.choices = [(bank.code, bank.name) for bank in banks]


class CardForm(forms.Form):
    """The details on the card."""

    number = forms.CharField(
        label="Số thẻ", max_length=30, error_messages={"required": "Hãy nhập số thẻ"}
    )
    holder = forms.CharField(
        label="Tên chủ thẻ",
        help_text="Chữ in hoa không dấu, như trên thẻ",
        max_length=60,
        error_messages={"required": "Hãy nhập tên chủ thẻ"},
    )
    date = forms.CharField(max_length=5, error_messages={"required": "Hãy nhập tháng và năm"})
    cvv = forms.CharField(
        label="Mã CVV",
        help_text="3 số ở mặt sau thẻ",
        max_length=4,
        error_messages={"required": "Hãy nhập mã CVV"},
    )

    def __init__(self, *args: Any, bank: Bank, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bank = bank
        self.fields["date"].label = "Ngày hết hạn" if bank.is_international else "Ngày phát hành"
        self.fields["date"].help_text = "Tháng/năm, ví dụ 07/15"
        del self.fields["holder" if bank.is_international else "cvv"]

    def clean_number(self) -> str:
        """Drop the spaces people type between groups."""
        number = re.sub(r"[\s-]", "", self.cleaned_data["number"])
        if not re.fullmatch(r"[0-9]{12,19}", number):
            raise forms.ValidationError("Số thẻ gồm 12 đến 19 chữ số")
        return number

    def clean_holder(self) -> str:
        """Compare names as banks print them."""
        return " ".join(str(self.cleaned_data["holder"]).upper().split())

    def clean_date(self) -> str:
        """Accept month and year only."""
        date = str(self.cleaned_data["date"])
        if not re.fullmatch(r"(0[1-9]|1[0-2])/[0-9]{2}", date):
            raise forms.ValidationError("Nhập tháng và năm dạng MM/YY, ví dụ 07/15")
        return date

    def card(self) -> DemoCard | None:
        """Return the test card with these details."""
        found = self.cleaned_data
        return find_card(
            self.bank.code,
            number=found["number"],
            holder=found.get("holder", ""),
            date=found["date"],
            cvv=found.get("cvv", ""),
        )


class OtpForm(forms.Form):
    """The one-time password."""

    otp = forms.CharField(
        label="Mã OTP", max_length=10, error_messages={"required": "Hãy nhập mã OTP"}
    )
