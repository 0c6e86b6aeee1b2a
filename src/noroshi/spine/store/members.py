"""Members: the operators of the sharing body."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from noroshi.spine.model import Action, InputError, MemberRole, Operator
from noroshi.spine.store.database import Database
from noroshi.spine.store.member_tables import OperatorRow

_ONE = select(OperatorRow).where(OperatorRow.id == bindparam("id"))
"""Asked with every request, so it is put together once."""


class Operators:
    """Operators of one installation. One that ended keeps its record."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, operator: Operator) -> None:
        """Take a new operator in.

        Raises:
            InputError: There is one of that id already.
        """
        with self._database.writing() as session:
            try:
                session.execute(insert(OperatorRow).values(_row_of(operator)))
            except IntegrityError as error:
                raise InputError(f"there is an operator {operator.id} already; edit it") from error

    def edit(self, operator: Operator) -> None:
        """Replace what is known of an operator; its id stays.

        Raises:
            InputError: There is none of that id.
        """
        with self._database.writing() as session:
            done = session.execute(
                update(OperatorRow)
                .where(OperatorRow.id == operator.id)
                .values(_row_of(operator))
                .returning(OperatorRow.id)
            )
            if done.first() is None:
                raise _missing(operator.id)

    def end(self, operator_id: str, at: datetime) -> None:
        """End a membership: its people and programs are let in no longer.

        Raises:
            InputError: There is none of that id.
        """
        with self._database.writing() as session:
            row = session.get(OperatorRow, operator_id)
            if row is None:
                raise _missing(operator_id)
            row.left_at = row.left_at or at

    def get(self, operator_id: str) -> Operator | None:
        """One operator, ended or not."""
        with self._database.asking() as connection:
            return operator_at(connection, operator_id)

    def all(self, *, ended: bool = False) -> Sequence[Operator]:
        """Operators by id; with `ended` also those that left."""
        query = select(OperatorRow).order_by(OperatorRow.id)
        if not ended:
            query = query.where(OperatorRow.left_at.is_(None))
        with self._database.reading() as session:
            return [operator_of_row(row) for row in session.scalars(query)]


def operator_at(connection: Connection, operator_id: str) -> Operator | None:
    """One operator, ended or not."""
    row = connection.execute(_ONE, {"id": operator_id}).first()
    return None if row is None else operator_of_row(row)


def operator_of_row(row: OperatorRow | Row[Any]) -> Operator:
    """The operator of a row."""
    return Operator(
        id=row.id,
        name=row.name,
        role=MemberRole(row.role),
        asns=tuple(row.asns),
        prefixes=tuple(row.prefixes),
        domains=tuple(row.domains),
        contacts=tuple(row.contacts),
        entitlements=tuple(row.entitlements),
        action=Action(row.action),
        joined_at=row.joined_at,
        left_at=row.left_at,
    )


def _row_of(operator: Operator) -> dict[str, object]:
    # Tuples become lists, which JSON columns hold; enumerations become their text.
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(operator).items()
    } | {"role": operator.role.value, "action": operator.action.value}


def _missing(operator_id: str) -> InputError:
    return InputError(f"there is no operator {operator_id}; see: noroshi operators list")
