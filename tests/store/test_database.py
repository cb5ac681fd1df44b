"""Migrations, transactions and what happens when the database is not there."""

import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from feedsvc.core.errors import StoreUnavailable
from feedsvc.store import Store, database
from feedsvc.store.database import head_revision, make_engine, migrate
from feedsvc.store.schema import metadata
from feedsvc.store.searching_tables import is_kept_by_the_engine


def test_the_migrations_make_the_tables_of_the_schema(database_url: str):
    engine = make_engine(database_url)
    with engine.connect() as connection:
        # What keeps the words of entries is the engine's own: no table or index that metadata describe.
        opts = {"include_name": lambda name, kind, _: not (name and is_kept_by_the_engine(name))}
        context = MigrationContext.configure(connection, opts=opts)
        assert context.get_current_revision() == head_revision()
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_migrating_again_does_nothing(database_url: str):
    migrate(database_url)
    store = Store(database_url)
    with store.reading() as reader:
        reader.ping()
    store.close()


def test_the_migrations_go_back_and_forward_again(database_url: str):
    from alembic import command
    from alembic.config import Config

    from feedsvc.store.database import _MIGRATIONS

    engine = make_engine(database_url)
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        connection.commit()
    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() is None
    engine.dispose()
    migrate(database_url)


def test_a_database_without_tables_says_what_to_run(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/empty.db")
    with pytest.raises(StoreUnavailable, match="feedsvc init"), store.reading() as reader:
        reader.ping()
    with pytest.raises(StoreUnavailable), store.reading() as reader:
        reader.site_record()
    store.close()


def test_a_migrated_database_without_a_site_says_what_to_run(store: Store):
    with pytest.raises(StoreUnavailable, match="feedsvc init"), store.reading() as reader:
        reader.site_record()
    with pytest.raises(StoreUnavailable, match="feedsvc init"), store.writing() as writer:
        writer.next_number()


def test_a_database_that_cannot_be_reached_is_unavailable_and_its_password_stays_secret(tmp_path):
    url = f"postgresql://user:hunter2@/nothing?host={tmp_path}"
    store = Store(url)
    with pytest.raises(StoreUnavailable) as caught, store.reading():
        pass
    assert "hunter2" not in str(caught.value)
    store.close()
    with pytest.raises(StoreUnavailable) as caught:
        migrate(url)
    assert "hunter2" not in str(caught.value)


def test_a_reader_sees_one_snapshot_while_others_write(newsroom):
    newsroom.publish("First")
    with newsroom.store.reading() as reader:
        channel = reader.channel(newsroom.address("all"), ["en", "ru"])
        assert len(reader.channel_places(channel, 10)) == 1
        newsroom.publish("Second")
        assert len(reader.channel_places(channel, 10)) == 1
    assert newsroom.titles("all") == ["Second", "First"]


def test_a_writer_that_waits_too_long_is_told_so(sqlite_url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    first, second = Store(sqlite_url), Store(sqlite_url)
    with first.writing(), pytest.raises(StoreUnavailable, match="locked"), second.writing():
        pass
    first.close()
    second.close()


def test_postgresql_without_its_driver_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreUnavailable, match="psycopg"):
        Store("postgresql://user@/nothing")
