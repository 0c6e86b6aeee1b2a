"""Evaluating: labelled flows through the product's own importer, analysis and judge.

Everything happens in a folder that vanishes afterwards; no home is read or written.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from noroshi.c2.analyse import Analysis, AnalysisParameters, analyse
from noroshi.c2.evaluate.figures import Figures, Scored, figures, server_rows
from noroshi.c2.evaluate.folds import Folds, Told, cross_fit, held_out_log_odds
from noroshi.c2.evaluate.labelled import Labelled, label
from noroshi.c2.evaluate.metrics import recall_at
from noroshi.c2.evaluate.mutate import MUTATIONS, Mutation, mutate
from noroshi.c2.evaluate.replay import Detection, replay
from noroshi.c2.evaluate.thin import COLUMNS, both_directions, one_direction, sampled
from noroshi.c2.evaluate.truth import Truth, made_truth, read_truth
from noroshi.jobs.flows.importing import ImportOptions, import_files
from noroshi.lab.plan import Plan, make_day
from noroshi.lab.table import records_table
from noroshi.spine.engine import DuckEngine
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.home import SECRET_BYTES, Home
from noroshi.spine.home.flow_settings import EngineSettings
from noroshi.spine.model import ConfigError, InputError, Window
from noroshi.spine.store import Store

BIFLOW, UNIFLOW, SPLIT, MADE = "biflow", "uniflow", "split", "made"
SAMPLING = {"1:100": 100, "1:1000": 1000}
"""Packets per sampled packet, by condition."""

CONDITIONS = (BIFLOW, UNIFLOW, SPLIT, *SAMPLING, MADE)
"""What an exporter may have told: both directions, one, each as a record of its own, few packets;
and the made days."""

IMPORTANCE = {BIFLOW: 1.0, UNIFLOW: 0.5, SPLIT: 0.5, "1:100": 1.0, "1:1000": 1.0, MADE: 0.6}
"""Weight of a condition's rows in the fit, shared by its seeds; each made day counts by itself, less than the real one."""

FIXED_KEY = bytes(range(SECRET_BYTES))
"""Pseudonym key of the vanishing folder: no secret, so that a run can be repeated to the octet."""

MUTATION_SEED = 1
"""Seed of what mutations draw."""

VERSION = "1.0.0"
"""Version of the detector that a fit makes."""

TRAINED_ON = (
    "one composite day of labelled public captures (11 C&C servers of 7 families; whole, in one "
    "direction, split, and sampled 1:100 and 1:1000) and two made days"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationOptions:
    """What to evaluate, and on what.

    Attributes:
        flows: Labelled Parquet file.
        servers: CSV of its C&C servers.
        subscribers: Subscriber ranges (CIDR).
        threshold: Probability from which a server is listed.
        seeds: Seeds of packet sampling, 1 to this number.
        rounds: Bootstrap samples a run.
        made_seeds: Seeds of made days that join the fit.
        made_subscribers: Lines of a made day.
        engine: Limits of the engine.
    """

    flows: Path
    servers: Path
    subscribers: tuple[str, ...]
    threshold: float = 0.5
    seeds: int = 3
    rounds: int = 500
    made_seeds: tuple[int, ...] = (1, 7)
    made_subscribers: int = 2500
    engine: EngineSettings = field(default_factory=EngineSettings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Everything that was analysed, and the fit that came of it.

    Attributes:
        flows: The labelled flows as the lake holds them.
        window: Time they cover.
        labelled: Every condition and run beside the truth, the untouched flows first.
        folds: Weights by scenario that they never saw.
    """

    options: EvaluationOptions
    flows: pa.Table
    window: Window
    labelled: tuple[Labelled, ...]
    folds: Folds

    @property
    def truth(self) -> Truth:
        """What is known about the labelled flows."""
        return self.labelled[0].truth

    def scored(self, condition: str) -> list[Scored]:
        """The runs of a condition, held out."""
        return [
            Scored(labelled=one, log_odds=held_out_log_odds(one, self.folds))
            for one in self.labelled
            if one.condition == condition
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionReport:
    """Figures of one condition, and every C&C server's place in each run."""

    figures: Figures
    servers: tuple[dict[str, object], ...]


def prepare(options: EvaluationOptions, told: Told) -> Bench:
    """Import, analyse under every condition, and fit with each scenario left out.

    Raises:
        InputError: The flows or their truth cannot be read.
        ConfigError: A range is wrong, or no C&C server is known.
    """
    truth = read_truth(options.flows, options.servers, options.subscribers)
    if not truth.controllers:
        raise ConfigError(f"{options.servers} names no C&C server, so nothing can be measured")
    flows, window = _imported(options)
    labelled: list[Labelled] = []
    views = list(_views(options.seeds))
    total = len(views) + len(options.made_seeds)
    for name, condition, view in views:
        analysis = analysed(view(flows), window, options.engine)
        importance = IMPORTANCE[condition] / (options.seeds if condition in SAMPLING else 1)
        labelled.append(
            label(analysis, truth, name=name, condition=condition, importance=importance)
        )
        told("analyse", len(labelled), total)
    for seed in options.made_seeds:
        labelled.append(_made(seed, options))
        told("analyse", len(labelled), total)
    folds = cross_fit(labelled, version=VERSION, trained_on=TRAINED_ON, told=told)
    return Bench(options=options, flows=flows, window=window, labelled=tuple(labelled), folds=folds)


def report(bench: Bench, condition: str) -> ConditionReport:
    """Figures of a condition, every scenario judged with weights that never saw it."""
    options, scored = bench.options, bench.scored(condition)
    if not scored:
        raise ConfigError(f"nothing was analysed as {condition}; take another condition")
    whole = scored[0].labelled if condition == MADE else bench.labelled[0]
    measured = figures(
        scored,
        threshold=options.threshold,
        subscribers=whole.analysis.network.subscribers,
        rounds=options.rounds,
    )
    servers = [row for one in scored for row in server_rows(one, options.threshold)]
    return ConditionReport(figures=measured, servers=tuple(servers))


def analysed(flows: pa.Table, window: Window, limits: EngineSettings) -> Analysis:
    """The product's analysis of a flow table."""
    with DuckEngine(memory_limit=limits.memory_limit, threads=limits.threads) as engine:
        engine.load("flows", flows)
        return analyse(engine, window, AnalysisParameters())


View = Callable[[pa.Table], pa.Table]


def _views(seeds: int) -> Iterator[tuple[str, str, View]]:
    """Name of the run, condition, and what becomes of the flows."""
    yield BIFLOW, BIFLOW, lambda flows: flows
    yield UNIFLOW, UNIFLOW, one_direction
    yield SPLIT, SPLIT, both_directions
    for condition, interval in SAMPLING.items():
        for seed in range(1, seeds + 1):
            yield f"{condition}, seed {seed}", condition, _sampler(interval, seed)


def _sampler(interval: int, seed: int) -> View:
    return lambda flows: sampled(flows, interval, np.random.default_rng([interval, seed]))


def _imported(options: EvaluationOptions) -> tuple[pa.Table, Window]:
    """The labelled flows as the product's importer makes them."""
    with TemporaryDirectory(prefix="noroshi-evaluate-") as folder:
        home = Home(Path(folder)).create()
        home.pseudonym_key_file.write_bytes(FIXED_KEY)
        home.pseudonym_key_file.chmod(0o600)
        given = ImportOptions(subscribers=options.subscribers)
        with Store.open(home.state) as store:
            for imported in import_files(home, store, [str(options.flows)], given):
                if imported.record is None:
                    raise InputError(f"{options.flows} cannot be imported: {imported.problem}")
        lake = FlowLake(home.flows)
        window = lake.extent()
        if window is None:
            raise InputError(f"{options.flows} holds no usable flow")
        files = [pq.read_table(file, columns=list(COLUMNS)) for file in lake.files()]
    return pa.concat_tables(files), window


def _made(seed: int, options: EvaluationOptions) -> Labelled:
    """A made day beside its truth."""
    day = make_day(Plan(seed=seed, subscribers=options.made_subscribers))
    flows = records_table(day.records(), day.plan.observation).select(list(COLUMNS))
    name = f"made day {seed}"
    known = {c.endpoint.address: (c.family, c.kind) for c in day.truth.controllers}
    return label(
        analysed(flows, day.plan.window, options.engine),
        made_truth(known, name),
        name=name,
        condition=MADE,
        importance=IMPORTANCE[MADE],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MutationReport:
    """What a mutation did to the C&C servers found, held out.

    Attributes:
        mutation: What was changed.
        recall_before: Share listed without it, in a window of the same length.
        recall: Share listed with it.
        r20_before: Share among the first twenty without it.
        r20: Share among the first twenty with it.
    """

    mutation: Mutation
    recall_before: float
    recall: float
    r20_before: float
    r20: float

    def as_row(self) -> dict[str, object]:
        """Machine output."""
        return {
            "mutation": self.mutation.name,
            "days": self.mutation.days,
            "recall_before": round(self.recall_before, 4),
            "recall": round(self.recall, 4),
            "r20_before": round(self.r20_before, 4),
            "r20": round(self.r20, 4),
        }


def mutations(bench: Bench, told: Told) -> list[MutationReport]:
    """Every mutation of the C&C channels, judged with weights that never saw the scenario."""
    before: dict[int, tuple[float, float]] = {}
    reports = []
    for number, mutation in enumerate(MUTATIONS):
        if mutation.days not in before:
            plain = Mutation(name="none", days=mutation.days)
            before[mutation.days] = _recalls(bench, plain)
        recall, r20 = _recalls(bench, mutation)
        base, base20 = before[mutation.days]
        reports.append(
            MutationReport(
                mutation=mutation, recall_before=base, recall=recall, r20_before=base20, r20=r20
            )
        )
        told("mutate", number + 1, len(MUTATIONS))
    return reports


def times_to_detect(bench: Bench, told: Told) -> list[Detection]:
    """When each C&C server was first listed, by replay of the flows in both directions."""
    options = bench.options
    found = replay(
        bench.flows,
        bench.labelled[0],
        bench.folds,
        threshold=options.threshold,
        analyse=lambda flows, window: analysed(flows, window, options.engine),
        told=told,
    )
    return list(found)


def _recalls(bench: Bench, mutation: Mutation) -> tuple[float, float]:
    """Recall at the threshold, and among the first twenty."""
    rng = np.random.default_rng(MUTATION_SEED)
    controllers = bench.truth.controllers
    flows = mutate(bench.flows, controllers, mutation, bench.window, rng)
    length_ms = mutation.days * (bench.window.end_ms - bench.window.start_ms)
    window = Window.of_ms(bench.window.start_ms, bench.window.start_ms + length_ms)
    seen = label(
        analysed(flows, window, bench.options.engine),
        bench.truth,
        name=mutation.name,
        condition="mutated",
        importance=0.0,
    )
    ranked = Scored(labelled=seen, log_odds=held_out_log_odds(seen, bench.folds)).ranking
    return ranked.under(bench.options.threshold).recall or 0.0, recall_at(ranked, 20)
