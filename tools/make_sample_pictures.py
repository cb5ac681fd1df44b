"""Draw the pictures of the sample organisation.

The demonstration needs pictures: entries with and without them look and render differently, and they
are the first thing a visitor sees. Photographs would bring licences, people who never agreed to be
shown and megabytes into the repository. So the project draws its own: calm landscapes of rivers and
lakes, each from a fixed seed, so that a second run with the same Pillow gives the same bytes.

    python tools/make_sample_pictures.py [FOLDER]     (needs Pillow; takes a few seconds)
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from sample_drawing import HEIGHT, WIDTH, Scene

COLOURS = (256, 200, 160, 112, 80, 56)  # the largest palette that keeps a picture small is taken
LARGEST = 55_000
TARGET = Path(__file__).resolve().parents[1] / "feedsvc" / "data" / "sample" / "pictures"


def _glacier_lake(s: Scene) -> None:
    s.sun(760, 110, 34, "fffbe6")
    for x, y, half in ((90, 170, 240), (860, 190, 230), (640, 150, 220), (300, 80, 300), (500, 210, 170)):
        s.peak((x, y), half, 420, "7f9fba b4c9d4", "5b7f9f 9bb6c6", snow=0.5)
    s.ridge(392, 18, "4f7a72 47706a", 0.5, 6)
    s.water(412, "6fd0c8 1f7f93 176478", 0.45)
    s.boat(330, 520, 84, "6e3328")


def _delta_evening(s: Scene) -> None:
    s.sun(600, 300, 46, "fff2c4")
    s.ridge(352, 14, "a9788a b98a88", 0.5, 3)
    s.ridge(374, 6, "75604f 6d6048", 0.7, 12)
    s.water(384, "e0a078 8a6f86 4d5878", 0.5)
    s.glitter(600, 384, "fff0c8")
    s.birds(230, 150, 9, "4a4060")
    s.reeds(-20, 330, 270, 46, "5d5a2e 7c6f35 45441f", head="4a2f1e")
    s.reeds(760, 980, 220, 32, "5d5a2e 7c6f35 45441f", head="4a2f1e")


def _snow_survey(s: Scene) -> None:
    s.sun(190, 150, 34, "fff7e8")
    for x, y, half in ((120, 260, 230), (850, 190, 260), (420, 130, 270), (640, 240, 190)):
        s.peak((x, y), half, 460, "a6bad6 dbe5f0", "809abf c3d2e6", snow=0.6)
    s.ridge(452, 14, "e6eef7 d3dfec", 0.4, 3)
    for x in range(8, 960, 22):
        s.tree(x + s.random.uniform(-9, 9), 480, s.random.uniform(34, 80), "6f909c 456879", "fir")
    s.ridge(496, 10, "fbfdff dfe8f3", 0.3, 2)
    s.river(540, 500, 190, "b5d3ea 5f93c0")
    for x, y, tall in ((70, 600, 250), (165, 628, 190), (890, 596, 230), (810, 634, 160)):
        s.tree(x, y, tall, "44707a 243f4b", "fir")


def _gauging_station(s: Scene) -> None:
    s.ridge(230, 60, "9fc3c4 b9d5d0", 0.5, 3)
    s.ridge(300, 46, "6fa3a0 8bb8af", 0.5, 4)
    s.ridge(366, 22, "43807a 3b746c", 0.6, 7)
    s.water(410, "8fc9c4 2f7f8a 1d5f70", 0.4)
    s.mirrored(470, lambda: _hut(s))
    s.reeds(-10, 260, 150, 40, "2f5f52 3d7560 23493f")


def _hut(s: Scene) -> None:
    for x in (600, 690):
        s.box(x, 330, 16, 140, "d8d4c8 8d8b83")
    s.box(700, 326, 270, 7, "6b4a38")
    for x in range(706, 960, 28):
        s.box(x, 296, 3, 32, "6b4a38")
    s.box(700, 294, 270, 4, "6b4a38")
    s.box(588, 322, 132, 12, "7b5844 5d4032")
    s.box(598, 226, 112, 98, "f6efe0 e2d6bf")
    s.fill([(580, 230), (654, 176), (728, 230)], "c0563f 9d4233")
    s.box(618, 254, 28, 32, "5f8f9d 3f6f80")
    s.box(664, 254, 28, 70, "8a5b40")
    s.box(560, 300, 14, 170, "ffffff e8e8e8")
    for y in range(304, 470, 20):
        s.box(560, y, 14, 9, "23424d")


def _mountain_dam(s: Scene) -> None:
    s.sun(300, 120, 36, "fff6dc")
    for x, y, half in ((480, 110, 230), (250, 190, 220), (720, 170, 240)):
        s.peak((x, y), half, 400, "8a93b0 c2bccb", "6a7597 a5a5bb", snow=0.3)
    s.box(200, 318, 560, 30, "6fb0c4 a9d6da")
    for side in (-1, 1):
        upper = ((520, 190), (330, 280), (205, 324), (110, 600), (520, 640))
        lower = ((520, 330), (400, 400), (190, 566), (150, 640), (520, 640))
        s.fill([(480 + side * x, y) for x, y in upper], "8a9a68 4b5c45")
        s.fill([(480 + side * x, y) for x, y in lower], "5f7550 36483a")
    s.fill([(265, 330), (695, 330), (600, 566), (360, 566)], "ece5d8 a89f94")
    for x in range(-4, 5):
        top, low = 480 + x * 46, 480 + x * 25
        s.fill([(top - 2, 344), (top + 2, 344), (low + 1, 566), (low - 1, 566)], "d2c8ba 8f867c", 0.8)
    s.box(255, 322, 450, 12, "fbf6ec d9cfc0")
    for x in (440, 480, 520):
        s.fill([(x - 8, 420), (x + 8, 420), (x + 20, 580), (x - 20, 580)], "ffffff e6f3f5", 0.9)
    s.fill([(352, 566), (608, 566), (760, 640), (200, 640)], "d9eef0 4f9aac")


def _steppe_lake(s: Scene) -> None:
    s.ridge(330, 34, "b98fa6 d3a7a6", 0.45, 3)
    s.ridge(372, 16, "8d7f86 9a8577", 0.45, 4)
    s.ridge(402, 6, "7d7450 71683f", 0.6, 9)
    s.water(414, "e6b7ad a08fa8 5c6f96", 0.5)
    s.birds(610, 170, 7, "6c5a78")
    s.boat(520, 500, 110, "4b3a45")
    s.boat(250, 446, 50, "5b4a55")
    s.reeds(-10, 200, 130, 40, "7b7142 948751 5c552f")
    s.reeds(770, 980, 170, 40, "7b7142 948751 5c552f", head="4f3826")


def _lake_dawn(s: Scene) -> None:
    s.sun(470, 318, 66, "ffe9a8")
    s.ridge(350, 14, "b0563f a3513f", 0.5, 3)
    s.water(366, "f2a65a b9543f 5e2f45", 0.45)
    s.glitter(470, 366, "ffe6a6", 70, 52)
    s.boat(180, 396, 60, "6b2f2c", "f7d9b0")
    s.boat(760, 430, 110, "55232a", "fbe6c4")
    s.boat(330, 540, 210, "3f1a24", "fff1d6")
    s.birds(560, 130, 6, "7a3b34")


def _papyrus_wetland(s: Scene) -> None:
    s.sun(700, 140, 36, "fffbe0")
    s.ridge(270, 50, "a9cdb4 bcd9b8", 0.4, 5)
    s.ridge(320, 44, "7fb48d 93c293", 0.4, 6)
    s.ridge(372, 30, "549066 5f9a66", 0.4, 7)
    s.ridge(398, 8, "3c7450 356b49", 0.7, 14)
    s.water(410, "a6d3b6 4f947f 2f6f66", 0.45)
    s.boat(560, 480, 96, "4a3526")
    s.reeds(-30, 320, 330, 17, "3f7d3c 5d9a45 2f6836", head="*6fae4c")
    s.reeds(720, 980, 280, 12, "3f7d3c 5d9a45 2f6836", head="*5d9a45")


def _savanna_river(s: Scene) -> None:
    s.sun(250, 210, 44, "fff6cf")
    s.ridge(296, 44, "c08f86 dba98a", 0.45, 3)
    s.ridge(352, 12, "b98f55 c0974a", 0.5, 5)
    s.mirrored(400, lambda: _acacias(s))
    s.water(404, "f3d39a c98f66 8a6a62", 0.5)
    s.glitter(250, 404, "fff3cc", 60, 30)
    s.fill([(0, 640), (0, 560), (140, 556), (300, 580), (420, 640)], "a9853f 8a6a33")
    s.reeds(-10, 330, 120, 50, "8a6a33 a9853f 6f5529")
    s.tree(120, 600, 330, "5d6b35 3c4526", "acacia")


def _acacias(s: Scene) -> None:
    s.box(0, 380, 960, 30, "a8873f 8f7035")
    for x, tall in ((420, 90), (530, 130), (640, 100), (820, 150), (910, 110)):
        s.tree(x, 392, tall, "77803f 57602f", "acacia")


def _danube_barges(s: Scene) -> None:
    s.sun(690, 250, 40, "ffe7c2")
    s.ridge(330, 34, "7a7fae 9a92b4", 0.45, 4)
    s.ridge(372, 14, "565a8c 5c5c88", 0.5, 7)
    _town(s)
    s.water(400, "d99fa0 6a6596 343a68", 0.5)
    s.glitter(690, 400, "ffdcb4", 55)
    s.mirrored(500, lambda: _barge(s, 120, 500, "3a2f4f"))
    s.mirrored(428, lambda: _barge(s, 640, 428, "4a4168"), 0.3)


def _town(s: Scene) -> None:
    for x in range(20, 400, 34):
        tall = s.random.uniform(24, 56)
        s.box(x, 400 - tall, 34, tall, "4a4a7a 44446f")
        s.fill([(x - 3, 400 - tall), (x + 17, 380 - tall), (x + 37, 400 - tall)], "6b4a6b")
        s.box(x + 8, 410 - tall, 6, 8, "ffd79a")
        s.box(x + 20, 410 - tall, 6, 8, "ffd79a")
    s.box(214, 270, 26, 130, "44446f")
    s.fill([(208, 272), (227, 206), (246, 272)], "5a4068")


def _barge(s: Scene, x: float, y: float, stops: str) -> None:
    long = (y - 290) * 1.9
    s.fill(
        [
            (x, y - long * 0.1),
            (x + long, y - long * 0.1),
            (x + long * 1.04, y - long * 0.13),
            (x + long * 0.99, y),
            (x + long * 0.02, y),
        ],
        stops,
    )
    s.box(x + long * 0.03, y - long * 0.23, long * 0.13, long * 0.13, "f3e3d3 d9c3bf")
    s.box(x + long * 0.05, y - long * 0.21, long * 0.09, long * 0.04, "4a4a7a")
    for step in range(4):
        left = x + long * (0.2 + step * 0.185)
        cargo = "b8695c 9c554f" if step % 2 else "7f86a8 6a7096"
        s.box(left, y - long * 0.14, long * 0.165, long * 0.05, cargo)
    s.box(x + long * 0.95, y - long * 0.24, 3, long * 0.12, stops)


def _floodplain_forest(s: Scene) -> None:
    s.sun(480, 210, 50, "fffdf0")
    rows = ((352, 120, "c3dcc0 b4d2b4"), (372, 180, "93bf98 7fb08a"), (394, 240, "5c9570 427a5c"))
    for shore, tall, stops in rows:
        for x in range(0, 990, 30):
            gap = max(0.0, 1 - abs(x - 480) / (tall * 1.5))
            height = tall * s.random.uniform(0.75, 1.15) * (1 - 0.75 * gap)
            s.tree(x + s.random.uniform(-9, 9), shore, height, stops, "poplar")
        s.box(0, shore - 16, 960, 20, stops.split()[-1])
    s.water(394, "b9dcc0 5f9f8c 2f6b66", 0.5)
    s.boat(500, 500, 120, "a4482f")
    s.reeds(-10, 250, 150, 44, "2f5f46 44805a 23493a")
    s.reeds(760, 980, 190, 40, "2f5f46 44805a 23493a", head="4a3a28")


def _river_bends(s: Scene) -> None:
    s.sun(720, 150, 36, "fff4dc")
    s.ridge(250, 50, "9fb3c8 c3c9c9", 0.5, 4)
    s.ridge(310, 36, "b58f6a c79f63", 0.5, 5)
    s.ridge(356, 16, "c98a45 d8a650", 0.4, 4)
    s.box(0, 372, 960, 270, "d9b25c a8a34f 6f8a48")
    for x, y, wide in ((150, 420, 190), (800, 440, 230), (180, 560, 260), (860, 590, 300)):
        s.oval(x, y, wide, wide * 0.14, s.random.choice(("d9bb66 c2ab55", "b5b05a 9ba552")))
    s.river(470, 378, 300, "cfe6ea 7fb3cc 4f8fb5")
    for y in (392, 410, 440, 480, 540, 620):
        for side in (-1, 1):
            for step in range(4):
                aside = (y - 330) * 1.5 + 60 + step * (y - 340) * 0.4
                stops = s.random.choice(("d98f3f b06a2f", "c9a545 9c7f35"))
                s.tree(480 + side * aside, y, (y - 340) * 0.5 + 10, stops, "poplar")


def _high_lake(s: Scene) -> None:
    s.sun(150, 110, 32, "fffbea")
    for x, y, half in ((700, 200, 260), (920, 230, 220), (480, 240, 220)):
        s.peak((x, y), half, 380, "8796ad b8b7b4", "66789a 9c9fae", snow=0.4)
    s.ridge(356, 20, "a98f62 b89a60", 0.45, 4)
    s.water(384, "5aa0d0 2a6fae 1b4f8c", 0.35)
    s.mirrored(470, lambda: _totora(s, 330, 470, 190))
    s.mirrored(420, lambda: _totora(s, 690, 420, 100))
    s.reeds(620, 980, 210, 90, "8fa03f b3b04f 6f8435 c9bb5c")


def _totora(s: Scene, x: float, y: float, long: float) -> None:
    s.box(x + long * 0.16, y - long * 0.62, 3, long * 0.6, "6b4a2f")
    s.oval(x, y - long * 0.36, long * 0.035, long * 0.042, "5a3a2f")
    s.oval(x, y - long * 0.2, long * 0.055, long * 0.13, "b8433f")
    bow = [(x + long * t / 20, y - long * (0.13 + 0.3 * abs(t / 10) ** 2.5)) for t in range(-10, 11)]
    keel = [(x + long * 0.92 * t / 20, y - long * 0.3 * abs(t / 10) ** 3.5) for t in range(10, -11, -1)]
    s.fill(bow + keel, "efd27c b58f42")
    for t in range(-7, 8, 2):
        s.box(
            x + long * t / 22,
            y - long * (0.13 + 0.05 * abs(t / 7) ** 2),
            3,
            long * 0.12,
            "8a6a33",
            strength=0.8,
        )


SCENES: dict[str, tuple[Callable[[Scene], None], str]] = {
    "glacier-lake": (_glacier_lake, "4f8fc0 a9d3e6 eaf4f2"),
    "delta-evening": (_delta_evening, "5b6fa0 e8a87c ffe1a8 ffe1a8"),
    "snow-survey": (_snow_survey, "7fa3cf d7e3f1 fdeee2"),
    "gauging-station": (_gauging_station, "bfe0e2 e9f1dc f7edcf"),
    "mountain-dam": (_mountain_dam, "7d9cc9 f3d9c0 f3d9c0"),
    "steppe-lake": (_steppe_lake, "8aa0cf d9b8cf fbd9c0 fbd9c0"),
    "lake-dawn": (_lake_dawn, "8c4a5c e8804f fbc46d fbc46d"),
    "papyrus-wetland": (_papyrus_wetland, "8fcbd9 d3ecd9 f3f6d0"),
    "savanna-river": (_savanna_river, "7fb6cf f5dfb0 fbcf8a"),
    "danube-barges": (_danube_barges, "4a5596 b586ad f3b59a ffd9b0"),
    "floodplain-forest": (_floodplain_forest, "cfe6d9 eef3d9 f7f3d3"),
    "river-bends": (_river_bends, "7fb0d3 cfe3e6 fbead0"),
    "high-lake": (_high_lake, "2f7fc4 7fbce6 d3ebf3"),
}


def main() -> None:
    """Draw every picture into the folder."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    folder.mkdir(parents=True, exist_ok=True)
    for name, (paint, sky) in SCENES.items():
        scene = Scene(name, sky)
        paint(scene)
        small = scene.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        for colours in COLOURS:
            data = io.BytesIO()
            palette = small.quantize(colours, Image.Quantize.MEDIANCUT, kmeans=3, dither=Image.Dither.NONE)
            palette.save(data, "PNG", optimize=True)
            if data.tell() <= LARGEST:
                break
        (folder / f"{name}.png").write_bytes(data.getvalue())


if __name__ == "__main__":
    main()
