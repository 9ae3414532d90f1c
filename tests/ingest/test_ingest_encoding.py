import pytest

from pipelines.ingest import read_file
from pipelines.ingest.encoding import Decoded, NotText, decode_bytes

CHINESE = "青松县公安局昨日通报，民警在一处出租屋内抓获嫌疑人九名，查扣手机三十一部。\n案件正在进一步办理中。"
TRADITIONAL = "刑事警察局昨日表示，幹員在一處民宅內查獲九名嫌犯，並扣得手機三十一支，全案移送偵辦。"
ENGLISH = "Police in Qingsong County said on Tuesday that nine people were held and 31 phones seized.\n"
MIXED = "警方通报：APP下载链接为 http://example.org/download?id=12345 ，请勿点击。" + ENGLISH
SHORT = "抓获两人"


@pytest.mark.parametrize("text", [CHINESE, TRADITIONAL, ENGLISH, MIXED, SHORT])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_text_in_every_encoding(text: str, encoding: str) -> None:
    found = decode_bytes(text.encode(encoding))
    assert isinstance(found, Decoded)
    assert found.text == text


def test_a_byte_order_mark_of_the_other_order() -> None:
    assert decode_bytes(b"\xfe\xff" + CHINESE.encode("utf-16-be")) == Decoded(CHINESE, "utf-16-be")


@pytest.mark.parametrize("length", [3, 64, 1000, 4096])
def test_utf8_cut_in_the_middle_of_a_character_is_not_taken_for_something_else(length: int) -> None:
    cut = (CHINESE.replace("\n", "") * 100).encode()[: length * 3 - 1]
    assert isinstance(decode_bytes(cut), NotText)


@pytest.mark.parametrize("text", [CHINESE, TRADITIONAL])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "gb18030"])
def test_cut_double_bytes_are_refused(text: str, encoding: str) -> None:
    whole = text.encode(encoding)
    odd = whole[:-1] if encoding != "gb18030" else whole[: text.index("，") * 2 - 1]
    assert isinstance(decode_bytes(odd), NotText)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"  \r\n\t\xe3\x80\x80\n", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"\xff\xfe", "empty"),
        (b"%PDF-1.7 text text", "binary"),
        (b"PK\x03\x04abcdef", "binary"),
        (b"some text\x00and\x00more", "binary"),
        (bytes(range(1, 32)) * 10, "binary"),
        (bytes(range(256)) * 20, "binary"),
        (b"plain \xff\xfe\xfd bytes", "undecodable"),
        ("Big5 沒有人讀".encode("big5") * 20, "undecodable"),
    ],
)
def test_what_is_no_text(content: bytes, reason: str) -> None:
    found = read_file("x", content)
    assert not found.captured
    assert [r.reason for r in found.rejected] == [reason]


def test_stray_control_characters_do_not_make_a_text_binary() -> None:
    assert read_file("x.txt", (CHINESE + "\x0b\x08" + CHINESE).encode()).captured


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.txt", "一段文字，没有标签。", "text/plain"),
        ("a.txt", "<!DOCTYPE html><html><body>x</body></html>", "text/html"),
        ("a.txt", "---\ntitle: t\n---\n\n<div>\n<p>一</p>\n<p>二</p></div>", "text/html"),
        ("noname", "<p>一</p>\n<p>二</p>\n", "text/html"),
        ("a.txt", "一段文字<br>\n二\n三\n四\n五\n", "text/plain"),
        ("a.txt", "[视频]一条新闻\n正文", "text/plain"),
        ("a.txt", "{不是JSON}", "text/plain"),
        ("a.html", "no tags at all", "text/html"),
        ("a.md", "no headings at all", "text/markdown"),
        ("a", "---\ntitle: t\n---\n# 标题\n正文", "text/markdown"),
        ("2023.07.15", "一段文字。", "text/plain"),
        ("v1.通报", "一段文字。", "text/plain"),
    ],
)
def test_media_type(name: str, content: str, media_type: str) -> None:
    assert [c.media_type for c in read_file(name, content.encode()).captured] == [media_type]


@pytest.mark.parametrize("name", ["a.pdf", "a.PNG", "b/c.docx", "x.zip", "t.csv"])
def test_types_that_are_not_read(name: str) -> None:
    found = read_file(name, b"anything")
    assert [r.reason for r in found.rejected] == ["unsupported_type"]


def test_broken_json_in_a_text_file_is_told_and_not_taken_for_prose() -> None:
    assert [r.reason for r in read_file("a.txt", b'{"title": "x", "content": ').rejected] == ["malformed_container"]
