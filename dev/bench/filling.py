"""Fills a stack with generated dogs, without a registration for each.

The gallery gets prints by its own code. The main database gets rows that bear them out: copies, with other ids, of a
dog that was registered through the API, so that they are as the main server makes them; their photos have no files.
"""

from collections.abc import Sequence
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

import psycopg

from dev.bench import prints
from dev.stack import Stack
from gallery import Pool, Print, Verdict, open_pool, store

PHOTOS = """
    INSERT INTO core_photo
    SELECT copy.* FROM core_photo AS original, unnest(%(ids)s::uuid[]) AS new (id),
        jsonb_populate_record(original, jsonb_build_object('id', new.id)) AS copy
    WHERE original.id = (SELECT profile_photo_id FROM dogs_dog WHERE id = %(model)s)
"""
DOGS = """
    INSERT INTO dogs_dog
    SELECT copy.* FROM dogs_dog AS original,
        unnest(%(ids)s::uuid[], %(profiles)s::uuid[], %(numbers)s::text[]) AS new (id, profile, number),
        jsonb_populate_record(
            original, jsonb_build_object('id', new.id, 'profile_photo_id', new.profile, 'number', new.number)
        ) AS copy
    WHERE original.id = %(model)s
"""
NOSES = """
    INSERT INTO dogs_nosephoto
    SELECT copy.* FROM dogs_nosephoto AS original,
        unnest(%(dogs)s::uuid[], %(photos)s::uuid[], %(indices)s::int[]) AS new (dog, photo, index),
        jsonb_populate_record(original, jsonb_build_object(
            'id', nextval(pg_get_serial_sequence('dogs_nosephoto', 'id')), 'dog_id', new.dog, 'photo_id', new.photo
        )) AS copy
    WHERE original.dog_id = %(model)s AND original.index = new.index
"""


def dog_id_of(seed: int) -> UUID:
    return uuid5(NAMESPACE_OID, f"dog {seed}")


def photo_id_of(seed: int, index: int) -> UUID:
    """Of one of the five nose photos; the index after the last is the profile photo's."""
    return uuid5(NAMESPACE_OID, f"photo {index} of dog {seed}")


def number_of(seed: int) -> str:
    """As long as a registration number, and told apart from real ones by its missing check character."""
    return f"{seed:09d}"


def fill_gallery(stack: Stack, files: Sequence[Path]) -> None:
    insert_all(stack.backing.database_url("ai"), files)


def insert_all(database_url: str, files: Sequence[Path]) -> None:
    """Into a gallery that holds none of them."""
    pool = open_pool(database_url, 1)
    try:
        for file in files:
            _insert(pool, file)
    finally:
        pool.close()


def _insert(pool: Pool, file: Path) -> None:
    seed = prints.seed_of(file)
    rows = [
        Print(photo_id_of(seed, index), f"{index:064x}", template) for index, template in enumerate(prints.load(file))
    ]
    with pool.connection() as connection, connection.transaction():
        store.lock(connection)
        store.insert_prints(connection, dog_id_of(seed), rows)
        store.insert_verdict(connection, uuid4(), dog_id_of(seed), Verdict("registered"))


def fill_main(stack: Stack, model: UUID, seeds: Sequence[int]) -> None:
    """`model`: the dog that was registered through the API."""
    noses = [(seed, index) for seed in seeds for index in range(prints.PHOTOS)]
    profiles = [photo_id_of(seed, prints.PHOTOS) for seed in seeds]
    photos = [photo_id_of(*nose) for nose in noses]
    with psycopg.connect(stack.backing.database_url("main")) as connection:
        connection.execute(PHOTOS, {"model": model, "ids": photos + profiles})
        ids, numbers = [dog_id_of(seed) for seed in seeds], [number_of(seed) for seed in seeds]
        connection.execute(DOGS, {"model": model, "ids": ids, "profiles": profiles, "numbers": numbers})
        indices, dogs = [index for _, index in noses], [dog_id_of(seed) for seed, _ in noses]
        connection.execute(NOSES, {"model": model, "dogs": dogs, "photos": photos, "indices": indices})
    with psycopg.connect(stack.backing.database_url("main"), autocommit=True) as connection:
        connection.execute("ANALYZE")
