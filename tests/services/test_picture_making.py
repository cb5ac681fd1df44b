"""From the bytes that came to the files that are kept."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from feedsvc.core.errors import InvalidInput
from feedsvc.services.picture_making import KEPT_PIXELS, MOST_PIXELS, Made, make_files

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
PLACE = "41 deg 18 min"  # as a camera notes where it was


def encoded(image: Image.Image, fmt: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, fmt, **options)
    return file.getvalue()


def photograph(width: int = 200, height: int = 120) -> Image.Image:
    """Something with many colours: no palette holds them."""
    red, green, blue = (Image.effect_noise((width // 4, height // 4), 90) for _ in range(3))
    return Image.merge("RGB", (red, green, blue)).resize((width, height), Image.Resampling.BICUBIC)


def drawing(width: int = 200, height: int = 120) -> Image.Image:
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).rectangle((width // 4, height // 4, width // 2, height // 2), fill="navy")
    return image


def shown(made: Made, number: int = 0) -> Image.Image:
    image = Image.open(BytesIO(made.files[number].data))
    image.load()
    return image


def refusal(data: bytes) -> str:
    with pytest.raises(InvalidInput) as caught:
        make_files(data)
    [problem] = caught.value.problems
    assert problem.where == "picture"
    return problem.message


@pytest.mark.parametrize("fmt", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_photograph_of_any_kind_is_kept_as_jpeg(fmt: str):
    made = make_files(encoded(photograph(), fmt))
    assert made.type == "image/jpeg"
    assert (shown(made).format, shown(made).size) == ("JPEG", (200, 120))


@pytest.mark.parametrize("fmt", ["PNG", "GIF", "WEBP"])
def test_a_drawing_is_kept_as_png_to_the_pixel(fmt: str):
    made = make_files(encoded(drawing(), fmt, **({"lossless": True} if fmt == "WEBP" else {})))
    assert made.type == "image/png"
    assert shown(made).convert("RGB").tobytes() == drawing().tobytes()


def test_smaller_sizes_are_made_and_no_larger_ones():
    made = make_files(encoded(photograph(1500, 1000), "JPEG"))
    assert [(each.width, each.height) for each in made.files] == [
        (1500, 1000), (1200, 800), (640, 427), (320, 214),
    ]  # fmt: skip
    for number, each in enumerate(made.files):
        assert shown(made, number).size == (each.width, each.height)
    lengths = [len(each.data) for each in made.files]
    assert lengths == sorted(lengths, reverse=True)
    assert len(make_files(encoded(photograph(320, 200), "JPEG")).files) == 1


def test_equal_bytes_give_equal_files():
    data = encoded(photograph(700, 500), "PNG")
    assert make_files(data) == make_files(data)


MODES: dict[str, Callable[[], bytes]] = {
    "bilevel": lambda: encoded(drawing().convert("1"), "PNG"),
    "grey": lambda: encoded(photograph().convert("L"), "PNG"),
    "grey JPEG": lambda: encoded(photograph().convert("L"), "JPEG"),
    "grey and alpha": lambda: encoded(drawing().convert("LA"), "PNG"),
    "palette": lambda: encoded(drawing().convert("P"), "PNG"),
    "palette with a transparent colour": lambda: encoded(drawing().quantize(4), "PNG", transparency=0),
    "colour key": lambda: encoded(drawing(), "PNG", transparency=(255, 255, 255)),
    "RGBA": lambda: encoded(drawing().convert("RGBA"), "PNG"),
    "CMYK": lambda: encoded(photograph().convert("CMYK"), "JPEG"),
    "16 bit": lambda: encoded(photograph().convert("L").convert("I;16"), "PNG"),
    "transparent GIF": lambda: encoded(drawing().quantize(4), "GIF", transparency=0),
    "RGBA WebP": lambda: encoded(drawing().convert("RGBA"), "WEBP"),
}


@pytest.mark.parametrize("name", MODES)
def test_every_mode_becomes_grey_colour_or_colour_with_alpha(name: str):
    made = make_files(MODES[name]())
    assert shown(made).mode in {"L", "RGB", "P", "RGBA"}
    assert shown(made).size == (200, 120)


@pytest.mark.parametrize("name", ["palette with a transparent colour", "colour key", "transparent GIF"])
def test_what_can_be_seen_through_stays_so(name: str):
    image = shown(make_files(MODES[name]()))
    assert image.mode == "RGBA"
    assert image.getchannel("A").getextrema() == (0, 255)


def test_sixteen_bits_become_eight_without_being_cut_off():
    ramp = Image.new("I;16", (256, 1))
    ramp.putdata([value * 257 for value in range(256)])
    image = shown(make_files(encoded(ramp, "PNG")))
    assert list(image.convert("L").get_flattened_data()) == list(range(256))


def test_cmyk_colours_are_recognised_again():
    made = make_files(encoded(Image.new("CMYK", (20, 20), (0, 255, 255, 0)), "JPEG"))
    red, green, blue = shown(made).convert("RGB").getpixel((10, 10))
    assert red > 200
    assert max(green, blue) < 60


def test_a_wide_colour_space_becomes_srgb_and_its_profile_goes():
    xyz = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ"))
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    for profile in (xyz, lab, srgb):
        made = make_files(encoded(drawing(), "PNG", icc_profile=profile.tobytes()))
        assert "icc_profile" not in shown(made).info
    swapped = srgb.tobytes().replace(b"rXYZ", b"tmp!").replace(b"bXYZ", b"rXYZ").replace(b"tmp!", b"bXYZ")
    blue = shown(make_files(encoded(Image.new("RGB", (9, 9), "red"), "PNG", icc_profile=swapped)))
    assert blue.convert("RGB").getpixel((4, 4)) == (0, 0, 255)


def test_a_damaged_profile_is_passed_over():
    made = make_files(encoded(drawing(), "PNG", icc_profile=b"no profile"))
    assert shown(made).convert("RGB").tobytes() == drawing().tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("fmt", ["JPEG", "PNG", "WEBP"])
def test_a_picture_stands_upright(fmt: str, orientation: int):
    # Red above green, 40 wide and 60 high, as the camera's sensor has it for each orientation.
    upright = Image.new("RGB", (40, 60), "green")
    upright.paste("red", (0, 0, 40, 30))
    turned = {
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }
    sensor = upright
    for step in turned.get(orientation, []):
        sensor = sensor.transpose(step)
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = shown(make_files(encoded(sensor, fmt, exif=exif))).convert("RGB")
    assert image.size == (40, 60)
    above, below = image.getpixel((20, 10)), image.getpixel((20, 50))
    assert above[0] > 200 > above[1]
    assert below[1] > 100 > below[0]


def with_metadata(fmt: str) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = PLACE
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 18.0, 0.0), 3: "E", 4: (69.0, 16.0, 0.0), 29: PLACE})
    options: dict[str, object] = {"exif": exif}
    if fmt == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", PLACE)
        text.add_itxt("XML:com.adobe.xmp", PLACE, zip=False)
        options["pnginfo"] = text
    if fmt in {"JPEG", "WEBP"}:
        options["xmp"] = PLACE.encode()
    if fmt in {"JPEG", "GIF"}:
        options["comment"] = PLACE.encode()
    if fmt == "GIF":
        del options["exif"]
    return encoded(photograph(), fmt, **options)


@pytest.mark.parametrize("fmt", FORMATS)
def test_nothing_is_told_of_where_and_by_whom_it_was_taken(fmt: str):
    data = with_metadata(fmt)
    assert PLACE.encode() in data
    for number, each in enumerate(make_files(data).files):
        assert PLACE.encode() not in each.data
        image = shown(make_files(data), number)
        assert dict(image.getexif()) == {}
        assert set(image.info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_damaged_exif_block_is_no_reason_to_refuse():
    data = encoded(photograph(), "JPEG", exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff\x01\x12")
    assert len(make_files(data).files) == 1


def test_what_hangs_behind_a_picture_is_left_behind():
    payload = b"PK\x03\x04<script>alert(1)</script>"
    for fmt in FORMATS[:3]:
        assert payload not in make_files(encoded(photograph(), fmt) + payload).files[0].data


def test_a_moving_picture_gives_its_first_one():
    first, second = drawing(), Image.new("RGB", (200, 120), "red")
    for fmt in ("GIF", "WEBP", "PNG"):
        options = {"lossless": True} if fmt == "WEBP" else {}
        data = encoded(first, fmt, save_all=True, append_images=[second], duration=50, **options)
        assert shown(make_files(data)).convert("RGB").tobytes() == first.tobytes()


def test_ten_thousand_frames_cost_no_more_than_one():
    one = encoded(Image.new("P", (8, 8)), "GIF")
    frame = one[one.index(b",") : -1]
    assert shown(make_files(one[:-1] + frame * 9_999 + b";")).size == (8, 8)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_claiming(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(60_000, 60_000), (12_000, 9_000), (10_000, 5_001)])
def test_a_header_that_claims_too_many_pixels_is_refused_before_they_are_made(size: tuple[int, int]):
    assert size[0] * size[1] > MOST_PIXELS
    assert "at most 50 megapixels" in refusal(png_claiming(*size))


def test_a_side_that_few_programs_take_is_refused():
    assert "at most 16384" in refusal(png_claiming(20_000, 10))


def test_a_zip_bomb_within_a_png_is_refused():
    bomb = chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(50_000_000), 9))
    data = png_claiming(10, 10)
    assert "is no whole" in refusal(data[:33] + bomb + data[33:])


def test_more_pixels_than_are_kept_are_made_fewer_in_the_same_shape():
    made = make_files(encoded(Image.new("L", (8_000, 4_000), 90), "PNG"))
    whole = made.files[0]
    assert whole.width * whole.height <= KEPT_PIXELS
    assert abs(whole.width / whole.height - 2) < 0.01
    assert [each.width for each in made.files[1:]] == [1200, 640, 320]


def test_a_thread_of_a_picture_is_a_picture():
    made = make_files(encoded(Image.new("RGB", (1, 3000), "red"), "PNG"))
    assert [(each.width, each.height) for each in made.files] == [(1, 3000)]
    made = make_files(encoded(Image.new("RGB", (3000, 1), "red"), "PNG"))
    assert [(each.width, each.height) for each in made.files] == [(3000, 1), (1200, 1), (640, 1), (320, 1)]


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("tenths", range(10))
def test_part_of_a_picture_is_refused(fmt: str, tenths: int):
    data = encoded(photograph(), fmt)
    assert "is no whole" in refusal(data[: len(data) * tenths // 10 or 3])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "save it as PNG"),
        (b"<?xml version='1.0'?>\n<!DOCTYPE svg>\n<SVG onload='alert(1)'/>", "save it as PNG"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(40), "save it as JPEG"),
        (b"<html><script>alert(1)</script>", "is no JPEG"),
        (b"GIF89a/*<script>alert(1)</script>*/=1;", "is no whole JPEG"),
        (b"PK\x03\x04" + bytes(200), "is no JPEG"),
        (b"%PDF-1.7\n", "is no JPEG"),
        (b"title,date\nFlood,2026-07-01\n", "is no JPEG"),
        (b"\xff\xd8\xff\xe0<?php phpinfo(); ?>", "is no whole JPEG"),
        (encoded(drawing(), "BMP"), "is no JPEG"),
        (encoded(drawing(), "TIFF"), "is no JPEG"),
        (encoded(drawing(), "PPM"), "is no JPEG"),
    ],
)
def test_what_is_no_picture_of_these_kinds_is_refused_with_what_to_do(data: bytes, said: str):
    assert said in refusal(data)


STARTS = {fmt: encoded(drawing(24, 16), fmt) for fmt in FORMATS}


@given(st.binary(max_size=200))
@example(b"\x89PNG\r\n\x1a\n")
def test_any_bytes_are_a_picture_or_refused(data: bytes):
    _is_made_or_refused(data)


@given(st.sampled_from(FORMATS), st.data())
def test_any_damage_to_a_picture_leaves_a_picture_or_a_refusal(fmt: str, data: st.DataObject):
    broken = bytearray(STARTS[fmt])
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    _is_made_or_refused(bytes(broken))


def _is_made_or_refused(data: bytes) -> None:
    try:
        made = make_files(data)
    except InvalidInput as error:
        problems = error.problems
    else:
        assert shown(made).size == (made.files[0].width, made.files[0].height)
        return
    assert [problem.where for problem in problems] == ["picture"]
