"""Accounts and their roles. Functions on a Reader or a Writer; no row leaves them."""

from collections.abc import Iterable

from sqlalchemy import Row, delete, insert, select, update

from feedsvc.core.accounts import Role, User
from feedsvc.core.errors import NotFound
from feedsvc.store.account_tables import account, account_role
from feedsvc.store.reading import Reader
from feedsvc.store.writing import Writer


def users(reader: Reader) -> list[User]:
    """Every account, by e-mail address."""
    query = select(account).order_by(account.c.email)
    return _users_of(reader, reader.connection.execute(query).all())


def user(reader: Reader, uuid: str) -> User:
    """The account of a uuid. Raises NotFound."""
    found = _users_of(reader, reader.connection.execute(select(account).where(account.c.uuid == uuid)).all())
    if not found:
        raise NotFound("There is no such user.")
    return found[0]


def user_of_email(reader: Reader, email: str) -> User | None:
    """The account of an e-mail address in lower case."""
    query = select(account).where(account.c.email == email)
    found = _users_of(reader, reader.connection.execute(query).all())
    return found[0] if found else None


def _users_of(reader: Reader, rows: Iterable[Row[tuple[object, ...]]]) -> list[User]:
    found = list(rows)
    query = select(account_role)
    if len(found) == 1:
        query = query.where(account_role.c.account == found[0].uuid)
    roles: dict[str, dict[str, Role]] = {row.uuid: {} for row in found}
    for row in reader.connection.execute(query) if found else ():
        roles[row.account][row.office] = Role(row.role)
    return [
        User(
            uuid=row.uuid,
            email=row.email,
            name=row.name,
            language=row.language,
            is_admin=row.is_admin,
            roles=roles[row.uuid],
            has_password=row.password_hash is not None,
            created=row.created,
            disabled_at=row.disabled_at,
        )
        for row in found
    ]


def add_user(writer: Writer, new: User) -> None:
    """Store a new account; its e-mail address must be free."""
    values = {"uuid": new.uuid, "created": new.created, **_values_of(new)}
    writer.connection.execute(insert(account).values(**values))
    _set_roles(writer, new)


def change_user(writer: Writer, changed: User) -> None:
    """Store the new state of an account; its password stays."""
    writer.connection.execute(
        update(account).where(account.c.uuid == changed.uuid).values(**_values_of(changed))
    )
    writer.connection.execute(delete(account_role).where(account_role.c.account == changed.uuid))
    _set_roles(writer, changed)


def _values_of(said: User) -> dict[str, object]:
    return {
        "email": said.email,
        "name": said.name,
        "language": said.language,
        "is_admin": said.is_admin,
        "disabled_at": said.disabled_at,
    }


def _set_roles(writer: Writer, said: User) -> None:
    roles = [
        {"account": said.uuid, "office": office, "role": role.value} for office, role in said.roles.items()
    ]
    if roles:
        writer.connection.execute(insert(account_role), roles)


def password_hash(reader: Reader, uuid: str) -> str | None:
    """What is kept of a password; None where there is none yet."""
    query = select(account.c.password_hash).where(account.c.uuid == uuid)
    found: str | None = reader.connection.execute(query).scalar_one_or_none()
    return found


def set_password_hash(writer: Writer, uuid: str, hashed: str) -> None:
    """Keep another password."""
    writer.connection.execute(update(account).where(account.c.uuid == uuid).values(password_hash=hashed))
