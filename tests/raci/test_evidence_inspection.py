"""Hostile uploads, made here byte by byte: none is accepted, each refusal names the file and says what to do."""

from __future__ import annotations

import io
import os
import socket
import struct
import threading
import zipfile
import zlib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from raci.evidence import scanner
from raci.evidence.archives import OOXML
from raci.evidence.inspection import MEDIA_TYPES, SIZE_LIMIT, inspect, without_metadata
from raci.evidence.names import plain_name
from raci.evidence.verdicts import Unacceptable

BLNS = Path(__file__).parents[3] / "shared/data/text/blns.txt"


def office(kind: str = "docx", extra: dict[str, bytes] | None = None, types: bytes | None = None) -> bytes:
    """The smallest office file of a kind, with more entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if kind in OOXML:
            archive.writestr(
                "[Content_Types].xml", types or b'<Types><Override ContentType="%s"/></Types>' % OOXML[kind]
            )
            archive.writestr("word/document.xml", b"<w:document/>")
        else:
            name = {"odt": "text", "ods": "spreadsheet"}[kind]
            archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{name}", zipfile.ZIP_STORED)
            archive.writestr("content.xml", b"<office:document-content/>")
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def pdf(change=lambda pdf: None, **options) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        change(made)
        made.save(out, **options)
    return out.getvalue()


def picture(form: str = "PNG", size=(40, 30), mode="RGB", **options) -> bytes:
    out = io.BytesIO()
    image = Image.effect_noise(size, 60).convert(mode)
    image.save(out, form, **options)
    return out.getvalue()


def with_location(form: str, turn: int = 6) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = turn
    exif[0x010F] = "CAMERA-MAKER"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (45.0, 30.0, 59.0)
    options = {"exif": exif.tobytes()}
    if form == "JPEG":
        options |= {"comment": b"SECRET-COMMENT", "xmp": b"<x:xmpmeta>SECRET-XMP</x:xmpmeta>"}
    if form == "WEBP":
        options |= {"xmp": b"<x:xmpmeta>SECRET-XMP</x:xmpmeta>"}
    return picture(form, **options) + b"SECRET-TAIL"


def java_script(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def launch(made: pikepdf.Pdf) -> None:
    made.pages[0].Annots = pikepdf.Array(
        [pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe"))]
    )


def embedded(made: pikepdf.Pdf) -> None:
    made.attachments["payload.exe"] = b"MZ"


def stream_attribute(made: pikepdf.Pdf) -> None:
    made.Root.Deep = made.make_indirect(
        pikepdf.Array([pikepdf.Array([pikepdf.Dictionary(A=pikepdf.Dictionary(JS=made.make_stream(b"app.alert(1)")))])])
    )


def form(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = pikepdf.Dictionary(XFA=made.make_stream(b"<xdp/>"))


def renamed_entry(content: bytes, old: bytes, new: bytes) -> bytes:
    assert len(old) == len(new)
    return content.replace(old, new)


def link() -> bytes:
    out = io.BytesIO(office())
    with zipfile.ZipFile(out, "a") as archive:
        info = zipfile.ZipInfo("word/link.xml")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


def lying(declared: int = 10, real: int = 300 * 1024 * 1024) -> bytes:
    """One entry that says it is small in every header and unpacks to much more; its CRC fits the declared part."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(real // (1024 * 1024))) + packer.flush()
    crc = zlib.crc32(bytes(declared))
    return rebuilt({"word/big.xml": (packed, crc, declared)})


def rebuilt(raw: dict[str, tuple[bytes, int, int]], shared: bool = False, flags: int = 0) -> bytes:
    """A docx written by hand with raw entries: (packed bytes, CRC, declared size); `shared`: all over the same bytes."""
    kind = b'<Types><Override ContentType="%s"/></Types>' % OOXML["docx"]
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    entries = {"[Content_Types].xml": (packer.compress(kind) + packer.flush(), zlib.crc32(kind), len(kind)), **raw}
    out, listing, first = bytearray(), bytearray(), None
    for name, (packed, crc, size) in entries.items():
        fields = struct.pack("<HHHHHLLLHH", 20, flags, 8, 0, 33, crc, len(packed), size, len(name), 0)
        at = len(out)
        if not (shared and first is not None and name in raw):
            out += b"PK\x03\x04" + fields + name.encode() + packed
            first = at if name in raw else first
        else:
            at = first
        listing += (
            b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHLL", 0, 0, 0, 0, at) + name.encode()
        )
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, len(entries), len(entries), len(listing), len(out), 0)
    return bytes(out + listing + end)


def overlapping() -> bytes:
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = packed.compress(bytes(900_000)) + packed.flush()
    return rebuilt({f"word/{n:04}.xml": (content, 0, 900_000) for n in range(100)}, shared=True)


def nested(levels: int) -> bytes:
    content = office()
    for _ in range(levels):
        content = office(extra={"word/embeddings/inside.docx": content})
    return content


def png_bomb() -> bytes:
    """A picture of 60,000 x 60,000 in a few bytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body))

    header = struct.pack(">LLBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(10_000)))
        + chunk(b"IEND", b"")
    )


def animation() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    return out.getvalue()


MACRO_TYPES = b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"

HOSTILE = {
    "zip bomb": ("bomb.docx", lambda: office(extra={"word/big.xml": bytes(200 * 1024 * 1024)}), "unpacks to more"),
    "a smaller bomb": ("bomb.xlsx", lambda: office("xlsx", {"xl/a.xml": bytes(60 * 1024 * 1024)}), "unpacks to more"),
    "many parts": ("many.docx", lambda: office(extra={f"word/{n}.xml": b"" for n in range(2_100)}), "unpacks to more"),
    "lying sizes": ("lying.docx", lying, "unpacks to more"),
    "lying sizes, a little": ("lying.docx", lambda: lying(10, 1024 * 1024), "damaged"),
    "overlapping parts": ("overlap.docx", overlapping, "unpacks to more"),
    "nested three deep": ("nested.docx", lambda: nested(3), "unpacks to more"),
    "a zip inside": ("quine.docx", lambda: office(extra={"word/r.zip": b"PK\x03\x04"}), "program or an archive"),
    "bomb inside a file inside": (
        "inside.docx",
        lambda: office(extra={"word/embeddings/a.xlsx": office("xlsx", {"xl/a.xml": bytes(90 * 1024 * 1024)})}),
        "unpacks to more",
    ),
    "path upwards": ("path.docx", lambda: office(extra={"../../etc/cron.d/x": b"x"}), "reaches outside"),
    "absolute path": ("path.docx", lambda: office(extra={"/etc/cron.d/x": b"x"}), "reaches outside"),
    "path upwards, backslashes": ("path.docx", lambda: office(extra={"..\\..\\x": b"x"}), "reaches outside"),
    "drive letter": ("path.docx", lambda: office(extra={"C:/x": b"x"}), "reaches outside"),
    "NUL in a part's name": (
        "nul.docx",
        lambda: renamed_entry(office(extra={"word/aQb.xml": b"x"}), b"word/aQb", b"word/a\0b"),
        "reaches outside",
    ),
    "symlink": ("link.docx", link, "reaches outside"),
    "encrypted": ("locked.docx", lambda: rebuilt({"word/a.xml": (b"\0" * 20, 0, 5)}, flags=1), "password"),
    "entities": (
        "xxe.docx",
        lambda: office(extra={"word/x.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'}),
        "reaches outside",
    ),
    "macros renamed": ("macro.docx", lambda: office(types=MACRO_TYPES), "macros"),
    "macros, the project": ("macro.docx", lambda: office(extra={"word/vbaProject.bin": b"x"}), "macros"),
    "macros, in capitals": ("macro.xlsx", lambda: office("xlsx", {"xl/VBAPROJECT.BIN": b"x"}), "macros"),
    "macros, OpenDocument": ("macro.odt", lambda: office("odt", {"Basic/Standard/Module1.xml": b"x"}), "macros"),
    "macros by their own name": ("macro.docm", office, "not a kind of file"),
    "a program inside": ("prog.docx", lambda: office(extra={"word/embeddings/a.EXE": b"MZ"}), "program or an archive"),
    "docx named xlsx": ("words.xlsx", office, "not a xlsx file"),
    "ods named odt": ("words.odt", lambda: office("ods"), "not a odt file"),
    "zip named docx": ("plain.docx", lambda: plain_zip(), "damaged"),
    "truncated": ("cut.docx", lambda: office()[:-30], "damaged"),
    "truncated in the middle": ("cut.docx", lambda: office()[:60], "damaged"),
    "program before an archive": ("sfx.docx", lambda: b"MZ" + office(), "not a docx file"),
    "PDF with a script": ("script.pdf", lambda: pdf(java_script), "JavaScript"),
    "PDF with a script, hidden deep": ("script.pdf", lambda: pdf(stream_attribute), "JavaScript"),
    "PDF with a script, packed": (
        "script.pdf",
        lambda: pdf(java_script, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "JavaScript",
    ),
    "PDF with a script, name escaped": (
        "script.pdf",
        lambda: pdf(java_script).replace(b"/JavaScript", b"/Jav#61Script").replace(b"/JS", b"/#4aS"),
        "JavaScript",
    ),
    "PDF that launches": ("launch.pdf", lambda: pdf(launch), "start a program"),
    "PDF with a file": ("file.pdf", lambda: pdf(embedded), "other files"),
    "PDF with XFA": ("form.pdf", lambda: pdf(form), "XFA"),
    "PDF encrypted": (
        "locked.pdf",
        lambda: pdf(encryption=pikepdf.Encryption(owner="a", user="b")),
        "encrypted",
    ),
    "PDF encrypted, empty password": (
        "locked.pdf",
        lambda: pdf(encryption=pikepdf.Encryption(owner="a", user="")),
        "encrypted",
    ),
    "PDF and zip at once": ("both.pdf", lambda: pdf() + plain_zip(), "archive at once"),
    "PDF behind something": ("behind.pdf", lambda: b"MZ\0\0" + pdf(), "not a pdf file"),
    "PDF of nothing": ("nothing.pdf", lambda: b"%PDF-1.7\n%%EOF", "damaged"),
    "HTML named png": ("page.png", lambda: HTML, "not a png file"),
    "HTML named pdf": ("page.pdf", lambda: HTML, "not a pdf file"),
    "JPEG named png": ("photo.png", lambda: picture("JPEG"), "not a png file"),
    "GIF named jpg": ("photo.jpg", lambda: picture("GIF"), "not a jpg file"),
    "WAV named webp": ("sound.webp", lambda: b"RIFF\x24\0\0\0WAVEfmt " + bytes(40), "not a webp file"),
    "SVG": ("drawing.svg", lambda: SVG, "not a kind of file"),
    "SVG named png": ("drawing.png", lambda: SVG, "not a png file"),
    "pixel bomb": ("bomb.png", png_bomb, "50 million pixels"),
    "moving picture": ("film.png", animation, "moving picture"),
    "cut picture": ("cut.png", lambda: picture(size=(200, 200))[:3000], "damaged"),
    "cut photo": ("cut.jpg", lambda: picture("JPEG", size=(200, 200))[:3000], "damaged"),
    "text in Latin-1": ("list.csv", lambda: "a,b\nseñor,1".encode("latin-1"), "line 2"),
    "text with NUL": ("list.txt", lambda: b"one\ntwo\nth\0ree", "line 3"),
    "text cut in a letter": ("list.txt", lambda: "one\nñ".encode()[:-1], "line 2"),
    "text in UTF-16": ("list.csv", lambda: "a,b".encode("utf-16"), "line 1"),
    "empty": ("empty.txt", lambda: b"", "empty"),
    "too large": ("large.txt", lambda: b"a" * (SIZE_LIMIT + 1), "25 MB"),
    "no extension": ("README", lambda: b"hello", "not a kind of file"),
    "two extensions": ("list.txt.exe", lambda: b"hello", "not a kind of file"),
    "only an extension": (".txt", lambda: b"hello", "not a kind of file"),
}  # fmt: skip

SOUND = {
    "plan.docx": office,
    "figures.xlsx": lambda: office("xlsx", {"xl/a.xml": b"<c>1</c>" * 100_000}),
    "slides.pptx": lambda: office("pptx", {"ppt/embeddings/a.xlsx": office("xlsx")}),
    "letter.odt": lambda: office("odt"),
    "table.ods": lambda: office("ods"),
    "report.pdf": pdf,
    "REPORT.PDF": lambda: pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "list.csv": lambda: "\ufeffname,n\nseñor,1\r\n".encode(),
    "notes.txt": lambda: "añ\n".encode() * 300_000,
    "notes.md": lambda: b"# Heard",
    "map.png": picture,
    "photo.jpg": lambda: with_location("JPEG"),
    "photo.jpeg": lambda: picture("JPEG", progressive=True, size=(300, 300)),
    "photo.webp": lambda: picture("WEBP"),
}


def plain_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hello.txt", "hello")
    return out.getvalue()


def saved(folder: Path, content: bytes) -> Path:
    path = folder / "upload"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_upload_is_refused_with_its_name_and_a_way_out(title, tmp_path):
    name, content, says = HOSTILE[title]
    with pytest.raises(Unacceptable) as refusal:
        inspect(saved(tmp_path, content()), name)
    assert says in str(refusal.value)
    assert name in str(refusal.value)
    assert str(refusal.value) == refusal.value.sentence % refusal.value.facts


@pytest.mark.parametrize("name", SOUND)
def test_sound_upload_is_accepted(name, tmp_path):
    assert inspect(saved(tmp_path, SOUND[name]()), name).media_type == MEDIA_TYPES[name.rpartition(".")[2].lower()]


@pytest.mark.parametrize(("form", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
@pytest.mark.parametrize("turn", [1, 6])
def test_picture_is_kept_without_location_and_with_its_pixels(form, name, turn, tmp_path):
    content = with_location(form, turn)
    copy = without_metadata(saved(tmp_path, content), name)
    for secret in (b"CAMERA-MAKER", b"SECRET-COMMENT", b"SECRET-XMP", b"SECRET-TAIL"):
        assert secret not in copy
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(copy)) as after:
        assert after.tobytes() == before.tobytes()
        assert not after.getexif().get_ifd(0x8825)
        assert after.getexif().get(0x0112, 1) == turn
        assert set(after.getexif()) <= {0x0112}
    assert inspect(saved(tmp_path, copy), name)


def test_photo_with_several_scans_and_a_colour_profile_keeps_its_pixels(tmp_path):
    content = picture("JPEG", size=(400, 300), progressive=True, icc_profile=b"profile" * 20_000)
    copy = without_metadata(saved(tmp_path, content), "a.jpg")
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(copy)) as after:
        assert after.tobytes() == before.tobytes()
        assert after.info["icc_profile"] == before.info["icc_profile"]


def test_phone_photo_of_two_views_keeps_the_first(tmp_path):
    out = io.BytesIO()
    first, second = (Image.effect_noise((60, 40), 50).convert("RGB") for _ in range(2))
    first.save(out, "MPO", save_all=True, append_images=[second])
    path = saved(tmp_path, out.getvalue())
    assert inspect(path, "a.jpg")
    copy = without_metadata(path, "a.jpg")
    assert len(copy) < len(out.getvalue()) * 0.7
    with Image.open(io.BytesIO(copy)) as after:
        assert after.format == "JPEG"


def test_document_is_kept_as_it_was(tmp_path):
    assert without_metadata(saved(tmp_path, office()), "a.docx") is None


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\plan.docx", "plan.docx"),
        ("a\0b\r\n.txt", "ab.txt"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("  two   words .txt", "two words .txt"),
        ("...", "file"),
        ("", "file"),
        ("\ud800x.txt", "x.txt"),
        ("n" * 300 + ".docx", "n" * 250 + ".docx"),
        ("n" * 300, "n" * 255),
        ("señor 田中 👩‍👩‍👧.pdf", "señor 田中 👩‍👩‍👧.pdf"),
    ],
)
def test_name_is_the_base_name_made_harmless(raw, kept):
    assert plain_name(raw) == kept


@pytest.mark.skipif(not BLNS.exists(), reason="the list of naughty strings is not here")
def test_names_from_the_list_of_naughty_strings_survive():
    for line in BLNS.read_text().splitlines():
        name = plain_name(line + ".txt")
        assert 0 < len(name) <= 255
        assert name.isprintable() or not any(ord(sign) < 32 for sign in name)
        assert plain_name(name) == name


def test_known_signature_is_refused_without_a_scanner(tmp_path):
    with pytest.raises(Unacceptable, match="EICAR"):
        scanner.scan(saved(tmp_path, b"note\n" + scanner.EICAR), "note.txt")


def daemon(answer: bytes, heard: list[bytes]) -> str:
    """A daemon that speaks INSTREAM once."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _ = server.accept()
        with server, line, line.makefile("rb") as stream:
            stream.read(len(b"zINSTREAM\0"))
            while length := struct.unpack("!L", stream.read(4))[0]:
                heard.append(stream.read(length))
            line.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    return f"127.0.0.1:{server.getsockname()[1]}"


def test_scanner_is_asked_and_believed(tmp_path):
    content, heard = os.urandom(200_000), []
    scanner.scan(saved(tmp_path, content), "a.txt", daemon(b"stream: OK\0", heard))
    assert b"".join(heard) == content
    with pytest.raises(Unacceptable, match=r"Win\.Test"):
        scanner.scan(saved(tmp_path, b"x"), "a.txt", daemon(b"stream: Win.Test-1 FOUND\0", []))


@pytest.mark.parametrize("answer", [b"", b"stream: \0", b"INSTREAM size limit exceeded. ERROR\0", b"OK"])
def test_scanner_that_does_not_say_ok_is_no_clean_bill(answer, tmp_path):
    with pytest.raises(Unacceptable, match="cannot be checked"):
        scanner.scan(saved(tmp_path, b"x"), "a.txt", daemon(answer, []))


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.sock", "nonsense"])
def test_scanner_that_is_down_refuses(address, tmp_path):
    with pytest.raises(Unacceptable, match="Try again"):
        scanner.scan(saved(tmp_path, b"x"), "a.txt", address)
