"""The drawing kit of make_sample_pictures.py: skies, mountains, water that mirrors, boats, reeds.

Pillow draws shapes and no landscapes; what makes these pictures calm is a handful of rules applied
everywhere: vertical gradients, no outlines, water that repeats what stands above it.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SCALE = 2  # everything is drawn twice as large and then reduced, which smooths the edges
WIDTH, HEIGHT = 960, 640
FLIP = Image.Transpose.FLIP_TOP_BOTTOM

Point = tuple[float, float]


def gradient(size: tuple[int, int], stops: str) -> Image.Image:
    """Paint an image that runs from the top through evenly spaced colours, written as hexadecimal."""
    colours = [bytes.fromhex(stop) for stop in stops.split()]
    colours.append(colours[-1])
    column = Image.new("RGB", (1, size[1]))
    for y in range(size[1]):
        lower, share = divmod(y / max(1, size[1] - 1) * (len(colours) - 2), 1)
        pair = zip(colours[int(lower)], colours[int(lower) + 1], strict=True)
        red, green, blue = (round(a + (b - a) * share) for a, b in pair)
        column.putpixel((0, y), (red, green, blue))
    return column.resize(size)


class Scene:
    """One picture in the making. Coordinates are those of the finished picture, stops are colours."""

    def __init__(self, seed: str, sky: str) -> None:
        self.random = random.Random(seed)
        self.image = gradient((WIDTH * SCALE, HEIGHT * SCALE), sky)

    def fill(self, points: list[Point], stops: str, strength: float = 1.0) -> None:
        """Fill a shape with a vertical gradient."""
        left, top = math.floor(min(x for x, _ in points)), math.floor(min(y for _, y in points))
        wide, tall = max(x for x, _ in points) - left, max(y for _, y in points) - top
        mask = Image.new("L", (math.ceil(wide * SCALE) + 1, math.ceil(tall * SCALE) + 1))
        inside = [((x - left) * SCALE, (y - top) * SCALE) for x, y in points]
        ImageDraw.Draw(mask).polygon(inside, fill=round(255 * strength))
        self.image.paste(gradient(mask.size, stops), (left * SCALE, top * SCALE), mask)

    def box(self, x: float, y: float, wide: float, tall: float, stops: str, *, strength: float = 1.0) -> None:
        """Fill a rectangle given by its upper left corner and its size."""
        self.fill([(x, y), (x + wide, y), (x + wide, y + tall), (x, y + tall)], stops, strength)

    def oval(
        self, x: float, y: float, wide: float, tall: float, stops: str, *, strength: float = 1.0
    ) -> None:
        """Fill an ellipse around a point."""
        turns = [a * math.pi / 48 for a in range(96)]
        self.fill([(x + wide * math.cos(a), y + tall * math.sin(a)) for a in turns], stops, strength)

    def sun(self, x: float, y: float, radius: float, colour: str) -> None:
        """Put a disc with wide pale rings into the sky."""
        for ring in (5.2, 4.0, 3.0, 2.1, 1.45):
            self.oval(x, y, radius * ring, radius * ring, colour, strength=0.12)
        self.oval(x, y, radius, radius, colour)

    def ridge(self, level: float, height: float, stops: str, rough: float = 0.5, waves: int = 4) -> None:
        """Draw a line of hills from smoothed noise, filled down to the lower edge."""
        crest, strength = [0.0] * (WIDTH + 1), 1.0
        for _ in range(6):
            knots = [self.random.uniform(-1, 1) for _ in range(waves + 2)]
            for x in range(WIDTH + 1):
                left, part = divmod(x / WIDTH * waves, 1)
                ease = (1 - math.cos(part * math.pi)) / 2
                crest[x] += strength * (knots[int(left)] * (1 - ease) + knots[int(left) + 1] * ease)
            strength, waves = strength * rough, waves * 2
        line = [(float(x), level - height * value) for x, value in enumerate(crest)]
        self.fill([*line, (WIDTH, level + height * 2), (0, level + height * 2)], stops)
        self.box(0, level + height * 2 - 1, WIDTH, HEIGHT, stops.rsplit(maxsplit=1)[-1])

    def slope(self, top: Point, foot: Point, jag: float) -> list[Point]:
        """Walk down a rocky line from one point to another."""
        steps = [step / 9 for step in range(10)]
        walk = [(top[0] + (foot[0] - top[0]) * s, top[1] + (foot[1] - top[1]) * s) for s in steps]
        rock = self.random.uniform
        return [walk[0], *((x + rock(-jag, jag), y + rock(-jag, jag) * 0.5) for x, y in walk[1:-1]), walk[-1]]

    def peak(self, top: Point, half: float, foot: float, rock: str, shade: str, *, snow: float = 0.4) -> None:
        """Draw a mountain with a lit side, a shaded side and a cap of snow."""
        x, y = top
        left = self.slope(top, (x - half, foot), half * 0.035)
        right = self.slope(top, (x + half * 1.1, foot), half * 0.035)
        spine = self.slope(top, (x + half * 0.22, foot), half * 0.07)
        self.fill(left + spine[::-1], rock)
        self.fill(spine + right[::-1], shade)
        cut = 2 + round(snow * 6)
        for side, colour in ((left, "fbfdff"), (right, "d3e1ee")):
            (ax, ay), (bx, by) = side[cut], spine[cut]
            down = (foot - y) * 0.1
            teeth = [(ax + (bx - ax) * t / 5, ay + (by - ay) * t / 5 + t % 2 * down) for t in range(1, 6)]
            self.fill(side[: cut + 1] + teeth + spine[:cut][::-1], colour)

    def water(self, shore: float, stops: str, clear: float = 0.5, ripple: float = 2.5) -> None:
        """Fill everything below the shore with water that mirrors what stands above it."""
        top, size = round(shore * SCALE), (WIDTH * SCALE, round((HEIGHT - shore) * SCALE))
        above = self.image.crop((0, max(0, top - round(size[1] * 1.6)), size[0], top))
        mirror = above.transpose(FLIP).resize(size).filter(ImageFilter.GaussianBlur(SCALE))
        mirror = Image.blend(gradient(size, stops), mirror, clear)
        y = 0
        while y < size[1]:
            depth = y / size[1]
            tall = 4 + round(depth * 10)
            shift = round(self.random.uniform(-1, 1) * ripple * SCALE * (0.4 + depth))
            strip = mirror.crop((0, y, size[0], min(y + tall, size[1])))
            self.image.paste(ImageChops.offset(strip, shift, 0), (0, top + y))
            y += tall

    def glitter(self, x: float, shore: float, stops: str, spread: float = 60, count: int = 40) -> None:
        """Strew light on the water below the sun."""
        for step in range(count):
            depth = (step + self.random.random()) / count
            y = shore + 4 + depth**1.5 * (HEIGHT - shore - 10)
            middle, long = x + self.random.gauss(0, spread * (0.25 + 0.6 * depth)), self.random.uniform(6, 26)
            self.oval(middle, y, long * (0.5 + depth), 0.8 + 1.4 * depth, stops, strength=0.75)

    def mirrored(self, line: float, paint: Callable[[], None], strength: float = 0.4) -> None:
        """Paint something that stands on the water line, and its reflection below it."""
        before = self.image.copy()
        paint()
        mask = ImageChops.difference(before, self.image).convert("L").point([0] * 3 + [255] * 253)
        tall = round(min(line, HEIGHT - line) * SCALE)
        box = (0, round(line * SCALE) - tall, WIDTH * SCALE, round(line * SCALE))
        shadow = mask.crop(box).transpose(FLIP).filter(ImageFilter.GaussianBlur(SCALE))
        faint = shadow.point([round(value * strength) for value in range(256)])
        self.image.paste(self.image.crop(box).transpose(FLIP), (0, box[3]), faint)

    def boat(self, x: float, y: float, long: float, stops: str, sail: str = "") -> None:
        """Float a boat, under sail or with somebody sitting in it."""

        def draw() -> None:
            a, mast = long / 2, y - long * 1.35
            if sail:
                self.box(x - 1, mast, 2, long * 1.3, stops)
                self.fill([(x + 3, mast), (x + long * 0.6, y - long * 0.3), (x + 3, y - long * 0.22)], sail)
            else:
                self.oval(x, y - long * 0.36, long * 0.05, long * 0.06, stops)
                self.oval(x, y - long * 0.16, long * 0.08, long * 0.15, stops)
            self.fill(
                [
                    (x - a, y - a * 0.34),
                    (x, y - a * 0.24),
                    (x + a, y - a * 0.36),
                    (x + a * 0.7, y),
                    (x - a * 0.7, y),
                ],
                stops,
            )

        self.mirrored(y, draw)

    def reeds(
        self, left: float, right: float, height: float, count: int, colours: str, *, head: str = ""
    ) -> None:
        """Plant reeds along the lower edge; the head is a cattail, or an umbel written with a star."""
        for _ in range(count):
            x, tall = self.random.uniform(left, right), height * self.random.uniform(0.4, 1)
            lean, stops = self.random.uniform(-0.2, 0.25) * tall, self.random.choice(colours.split())
            curve = [(x + lean * (s / 8) ** 2, HEIGHT + 6 - tall * s / 8) for s in range(9)]
            half = [3 * (1 - s / 8) + 0.5 for s in range(9)]
            outline = [(a - h, b) for (a, b), h in zip(curve, half, strict=True)]
            self.fill(outline + [(a + h, b) for (a, b), h in zip(curve, half, strict=True)][::-1], stops)
            tip_x, tip_y = curve[-1]
            if head.startswith("*"):
                for angle in range(-75, 256, 15):
                    a, far = math.radians(angle), tall * self.random.uniform(0.13, 0.17)
                    end = (tip_x + far * math.cos(a), tip_y - far * math.sin(a) * 0.8)
                    self.fill([(tip_x - 1, tip_y), end, (tip_x + 1.5, tip_y + 1)], head[1:])
            elif head and self.random.random() < 0.3:
                self.oval(tip_x, tip_y + 6, 4, 17, head)

    def birds(self, x: float, y: float, count: int, stops: str) -> None:
        """Let a few birds pass."""
        for step in range(count):
            a, b, w = x + step * 27, y + abs(step - count // 3) * 9, self.random.uniform(7, 10)
            self.fill([(a - w, b - w * 0.6), (a, b - 1), (a + w, b - w * 0.6), (a, b + 2.5)], stops)

    def tree(self, x: float, y: float, tall: float, stops: str, kind: str) -> None:
        """Plant a fir, a poplar or an acacia."""
        trunk = stops.rsplit(maxsplit=1)[-1]
        if kind == "acacia":
            knee = y - tall * 0.34
            self.box(x - tall * 0.02, knee, tall * 0.04, tall * 0.34, trunk)
            for side in (-0.24, 0.04, 0.27):
                end = (x + side * tall, y - tall * 0.74)
                self.fill([(x - tall * 0.02, knee + tall * 0.02), end, (x + tall * 0.02, knee)], trunk)
            for tier in range(10):
                across, up = (tier - 4.5) * 0.1, 0.71 + 0.1 * math.sin(tier / 9 * math.pi)
                wide = tall * self.random.uniform(0.13, 0.2)
                self.oval(x + across * tall, y - up * tall, wide, tall * 0.055, stops)
            return
        self.box(x - tall * 0.015, y - tall * 0.5, tall * 0.03, tall * 0.5, trunk)
        for tier in range(4):
            low, half = y - tall * (0.55 - tier * 0.16), tall * (0.09 + tier * 0.05)
            if kind == "fir":
                self.fill([(x, y - tall * (1 - tier * 0.2)), (x + half, low), (x - half, low)], stops)
            elif tier < 2:
                self.oval(x, y - tall * (0.6 - tier * 0.16), half * 1.1, tall * (0.4 - tier * 0.1), stops)

    def river(self, x: float, shore: float, sway: float, stops: str) -> None:
        """Let a winding river run from the distance to the lower edge."""
        turns = [t / 90 for t in range(91)]
        down = HEIGHT - shore
        middle = [(x + sway * (0.25 + t) * math.sin(9 * t**0.6), shore + down * t**1.4) for t in turns]
        wide = [3 + sway * 0.5 * t**1.6 for t in turns]
        left = [(a - w, b) for (a, b), w in zip(middle, wide, strict=True)]
        self.fill(left + [(a + w, b) for (a, b), w in zip(middle, wide, strict=True)][::-1], stops)
