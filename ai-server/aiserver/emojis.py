"""Pictures of templates, decoded: the same few are pasted again and again."""

import threading
from collections import OrderedDict

from aiserver.decoders import Decoders
from aiserver.messages import PhotoReference
from aiserver.photos import PhotoSource
from aiserver.pictures import Image, decode_rgba

CACHE_BYTES = 64 << 20  # 64 pictures of 512 px


class EmojiSource:
    """Fetches and decodes emojis, and keeps those used last by their digest; safe in any number of threads."""

    def __init__(self, photos: PhotoSource, decoders: Decoders, cache_bytes: int = CACHE_BYTES) -> None:
        self._photos, self._decoders, self._cache_bytes = photos, decoders, cache_bytes
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Image] = OrderedDict()
        self._kept_bytes = 0

    def get(self, emoji: PhotoReference) -> Image:
        """uint8[H, W, 4] RGBA, not to be written to. Raises PhotoMissing, PhotoUnreadable, MainServerUnavailable and
        DecodersBusy."""
        with self._lock:
            known = self._kept.get(emoji.sha256)
            if known is not None:
                self._kept.move_to_end(emoji.sha256)
                return known
        image = decode_rgba(self._photos.fetch(emoji), self._decoders)
        image.flags.writeable = False
        self._keep(emoji.sha256, image)
        return image

    def _keep(self, digest: str, image: Image) -> None:
        with self._lock:
            if digest in self._kept or image.nbytes > self._cache_bytes:  # another thread was faster; or for one use
                return
            self._kept[digest] = image
            self._kept_bytes += image.nbytes
            while self._kept_bytes > self._cache_bytes:
                self._kept_bytes -= self._kept.popitem(last=False)[1].nbytes
