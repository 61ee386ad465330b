"""The working calendar by API: open to all, by version."""

from tests.portal.core.calendars.drafting import STORM, STORM_DAY, a_draft, a_published


def test_anybody_reads_the_calendar_in_force(anybody):
    found = anybody.ask("calendar/").json()
    assert (found["version"], found["in_force"], found["last_year"]) == ("2026-11", True, 2030)
    assert [day["label"] for day in found["week"] if not day["hours"]] == ["Thứ Bảy", "Chủ nhật"]
    assert found["week"][0]["hours"][0] == {"opens": "07:30", "closes": "11:30"}
    assert {day["date"]: day["kind"] for day in found["days"]}["2026-08-22"] == "makeup"


def test_old_version_stays_readable(anybody):
    row = a_published()
    new = anybody.ask("calendar/").json()
    old = anybody.ask("calendar/", {"version": "2026-11"}).json()
    assert (new["version"], new["in_force"]) == (row.version, True)
    assert {
        "date": STORM_DAY,
        "kind": STORM.kind,
        "name": STORM.name,
        "source": STORM.source,
    } in new["days"]
    assert old["in_force"] is False
    assert STORM_DAY not in {day["date"] for day in old["days"]}


def test_draft_and_unknown_versions_do_not_exist(anybody):
    draft = a_draft().version
    assert anybody.ask("calendar/", {"version": draft}).status_code == 404
    assert anybody.ask("calendar/", {"version": "1999-01"}).status_code == 404
    assert anybody.ask("calendar/", {"version": "\0"}).status_code == 400
    assert anybody.ask("calendar/", {"version": "9" * 21}).status_code == 400
