"""From what was measured to the lines of the table; every target stands here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from benchmarks.contest import AGENTS, BARE, BOTBUILDER, OURS, PEOPLE, SIGNED, Contest, Result
from benchmarks.in_process import LIMIT_S, Understanding
from benchmarks.load import Round
from benchmarks.memos import POINTS, Memos
from benchmarks.posting import CHANNELS, Posting
from benchmarks.starting import Starts
from benchmarks.submissions import FEW, Submissions
from benchmarks.submissions import Result as Kept
from benchmarks.summaries import Summaries
from benchmarks.table import (
    Row,
    Target,
    at_least,
    at_most,
    fewer_percent,
    figure,
    percentile,
    ratios,
)
from storage.records.posts import PostStatus

TIMES_BOTBUILDER = at_least(8, aim=10)
TIMES_AGENTS = at_least(1.5, aim=2)
TURN_P99 = at_most(50, " ms")
TURN_ALONE = at_most(2.5, " ms")
NOTHING_AMISS = at_most(0)
FEWER_SIGNED = at_most(25, " %")
ANSWER = at_most(0.5, " ms")
ANSWER_LARGE = at_most(1.5, " ms")
READY = at_most(1.0, " s")
MEMORY = at_most(120, " MiB")
SUBMISSIONS = at_least(250)
COST_OF_MANY = at_most(1.3)
BOARD = at_most(200, " ms")
SUMMARY = at_most(150, " ms")
MEMO = at_most(1.0, " s")
MEMO_LARGE = at_most(20, " s")
MEMO_MEMORY = at_most(500, " MiB")
MEANWHILE = at_most(100, " ms")
POSTED = at_most(20, " s")
IN_ALL, IN_THREAD = at_most(50), at_most(7)
"""What Teams allows of a bot in a second; see ``bot.outbox.pace``."""
CEILING = at_least(3)
"""Below it the load generator would be measured as much as the bots."""

Section = tuple[str, list[Row]]


def over_http(contest: Contest) -> list[Section]:
    """What came of the bots taking turns."""
    results = contest.results
    return [
        (f"{PEOPLE} people at once", _together(results)),
        (
            "One person",
            [_alone(results, OURS, TURN_ALONE), _alone(results, BOTBUILDER), _alone(results, AGENTS)],
        ),
        ("Each turn answered once, and right", _exactly_once(contest)),
        ("With signed requests", _signed(contest)),
        (
            "Memory, at most",
            [
                _memory(results, OURS, MEMORY),
                _memory(results, SIGNED, MEMORY),
                _memory(results, BOTBUILDER),
                _memory(results, AGENTS),
            ],
        ),
    ]


def _together(results: Mapping[str, Result]) -> list[Row]:
    per_second = {name: result.per_second for name, result in results.items()}
    fastest = [max(lap) for lap in zip(*(per_second[name] for name in results if name != BARE), strict=True)]
    return [
        *(Row.of(f"turns a second, {name}", per_second[name]) for name in (OURS, BOTBUILDER, AGENTS)),
        Row.of(
            f"times {BOTBUILDER}", ratios(per_second[OURS], per_second[BOTBUILDER]), target=TIMES_BOTBUILDER
        ),
        Row.of(f"times {AGENTS}", ratios(per_second[OURS], per_second[AGENTS]), target=TIMES_AGENTS),
        *_turn_ms(results, OURS, TURN_P99),
        *_turn_ms(results, BOTBUILDER),
        *_turn_ms(results, AGENTS),
        Row.of("ceiling of the load generator, turns a second", per_second[BARE]),
        Row.of("ceiling, times the fastest bot", ratios(per_second[BARE], fastest), target=CEILING),
    ]


def _turn_ms(results: Mapping[str, Result], name: str, target: Target | None = None) -> list[Row]:
    laps = [_ms(lap) for lap in results[name].together]
    every = [ms for lap in laps for ms in lap]
    return [
        Row(f"turn, {label}, {name}", percentile(every, percent), " ms", _range(laps, percent), judged)
        for label, percent, judged in (("p50", 50, None), ("p99", 99, target))
    ]


def _alone(results: Mapping[str, Result], name: str, target: Target | None = None) -> Row:
    laps = [_ms(lap) for lap in results[name].alone]
    every = [ms for lap in laps for ms in lap]
    note = f"{_range(laps, 50)}; p99 {figure(percentile(every, 99))}"
    return Row(f"turn, p50, {name}", percentile(every, 50), " ms", note, target)


def _ms(lap: Round) -> list[float]:
    return [turn.ms for turn in lap.turns if turn.over]


def _range(laps: Sequence[Sequence[float]], percent: float) -> str:
    """From the best lap to the worst."""
    each = [percentile(lap, percent) for lap in laps]
    return f"{figure(min(each))}–{figure(max(each))}"


def _exactly_once(contest: Contest) -> list[Row]:
    rows = []
    for name, result in contest.results.items():
        tally = result.tally
        note = f"of {figure(tally.sent)}"
        if tally.amiss:
            note += f": {tally.failed} lost, doubled or failed, {tally.strays} stray, {tally.wrong} wrong"
        if tally.declined:
            note += f"; {figure(tally.declined)} say the documents do not say it"
        rows.append(Row(f"turns amiss, {name}", tally.amiss, note=note, target=NOTHING_AMISS))
    unlike = Row(
        "cards unlike those made in process",
        contest.unlike,
        note=f"of {figure(contest.compared)}",
        target=NOTHING_AMISS,
    )
    return [*rows, unlike]


def _signed(contest: Contest) -> list[Row]:
    ours, signed = contest.results[OURS].per_second, contest.results[SIGNED].per_second
    note = (
        f"{contest.tokens} tokens; keys fetched {contest.key_requests} times,"
        f" own token {contest.token_requests} times"
    )
    return [
        Row.of(f"turns a second, {SIGNED}", signed, note=note),
        Row.of("fewer than without", fewer_percent(signed, ours), " %", target=FEWER_SIGNED),
    ]


def _memory(results: Mapping[str, Result], name: str, target: Target | None = None) -> Row:
    now, most = results[name].memory_mib
    return Row(name, most, " MiB", f"{figure(now)} at the end", target)


def understanding(small: Understanding) -> Section:
    """Answers from the seed."""
    return "Understanding and looking up, in process", _answers(small, ANSWER)


def understanding_large(
    large: Understanding | None, small: Understanding, *, times: int, of_seed: int, expected: Sequence[str]
) -> Section:
    """Answers from the large base: how fast, and how many are still the same.

    Args:
        large: None if it took too long.
        small: The same questions of the seed, asked of the seed.
        times: How many times as large the base is.
        of_seed: How many of the questions asked alone are about the seed; the others are about what was
            made up.
        expected: The headlines of the made-up facts that the others ask for.
    """
    title = f"The same, with a base {times} times as large"
    if large is None:
        return title, [Row("not done, but stopped after", LIMIT_S, " s", target=at_most(0))]
    same = sum(a == b for a, b in zip(large.headlines[:of_seed], small.headlines[:of_seed], strict=True))
    found = sum(a.endswith(b) for a, b in zip(large.headlines[of_seed:], expected, strict=True))
    return title, [
        *_answers(large, ANSWER_LARGE),
        Row("questions on the seed, answered the same", 100 * same / of_seed, " %", f"{same} of {of_seed}"),
        Row(
            "questions on what was made up, answered by it",
            100 * found / len(expected),
            " %",
            f"{found} of {len(expected)}",
        ),
    ]


def _answers(measured: Understanding, target: Target) -> list[Row]:
    rows = [
        Row(
            f"an answer, {what}",
            median(every),
            " ms",
            f"p99 {figure(percentile(every, 99))}, of {figure(len(every))} questions",
            target,
        )
        for what, every in (
            ("each question in its own conversation", measured.alone_ms),
            (f"in {PEOPLE} conversations that go on", measured.running_ms),
        )
    ]
    return [
        *rows,
        Row("making Questions of the base", measured.built_s, " s", f"{figure(measured.words)} words"),
    ]


def starts(measured: Starts) -> Section:
    """How long until it was ready."""
    return "From start to ready", [
        Row.of("with no data folder yet", measured.first, " s", target=READY),
        Row.of("with one", measured.again, " s", target=READY),
    ]


def submissions(measured: Submissions) -> list[Section]:
    """What came of responses being sent."""
    many = figure(measured.stored)
    ours = ((str(FEW), measured.few, SUBMISSIONS), (many, measured.many, None))
    files = ((str(FEW), measured.file_few), (many, measured.file_many))
    return [
        (
            f"Responses sent, {PEOPLE} people at once",
            [
                *(_sent(f"with {stored} stored", kept, target) for stored, kept, target in ours),
                _cost(
                    measured.few,
                    measured.many,
                    f"cost with {many} stored, times that with {FEW}",
                    COST_OF_MANY,
                ),
                *(_sent(f"into a TinyDB file with {stored}", kept) for stored, kept in files),
                _cost(
                    measured.file_few,
                    measured.file_many,
                    f"cost in a TinyDB file with {many}, times that with {FEW}",
                ),
                *(
                    Row.of(
                        f"times a TinyDB file, with {stored} stored", ratios(kept.per_second, file.per_second)
                    )
                    for (stored, kept, _), (_, file) in zip(ours, files, strict=True)
                ),
                *(
                    row
                    for stored, kept, _ in ours
                    for row in _pressed_ms(f"until the receipt, with {stored} stored", kept.sent)
                ),
            ],
        ),
        (
            "A point added to a draft",
            [
                Row.of("points a second", [lap.per_second for lap in measured.many.added]),
                *_pressed_ms("until the card", measured.many.added),
            ],
        ),
        (
            f"The response board of {figure(measured.board)} responses, one lead",
            _pressed_ms("until the card", measured.many.boards, BOARD),
        ),
        (
            "Each press answered, and each receipt borne out by what is stored",
            [
                *(_amiss(f"presses amiss, with {stored} stored", kept) for stored, kept, _ in ours),
                *(_amiss(f"presses amiss, TinyDB file with {stored}", kept) for stored, kept in files),
                Row("problems in the audit chains", measured.problems, target=NOTHING_AMISS),
            ],
        ),
    ]


def summaries(measured: Summaries) -> Section:
    """What came of a lead summing up a hearing."""
    many = figure(measured.stored)
    ours_s = [median([turn.answered_ms for turn in lap.turns]) / 1000 for lap in measured.plain]
    return f"A summary of {many} responses, one lead", [
        *_pressed_ms("until the card", measured.plain, SUMMARY),
        *_pressed_ms("until the card, with remarks", measured.full, SUMMARY),
        Row.of(
            "reading every response of the records and counting", _in_ms(measured.counted.records_s), " ms"
        ),
        Row.of("reading a TinyDB file and counting", _in_ms(measured.counted.tinydb_s), " ms"),
        Row(
            "times faster than reading every response",
            median(measured.counted.records_s) / median(ours_s),
        ),
        Row("times faster than a TinyDB file", median(measured.counted.tinydb_s) / median(ours_s)),
        Row(
            "a question of somebody else's meanwhile, p99",
            percentile(measured.meanwhile, 99),
            " ms",
            f"p50 {figure(percentile(measured.meanwhile, 50))}",
        ),
        Row("summaries amiss", measured.amiss, note=f"of {figure(measured.pressed)}", target=NOTHING_AMISS),
    ]


def memos(measured: Memos) -> list[Section]:
    """What came of a lead getting memos."""
    size = f"{figure(measured.responses)} responses of {POINTS} points"
    written = measured.written
    return [
        (
            "A memo, from its link being used until the document is there",
            [
                Row.of("of the hearing of 2023", measured.small_s, " s", target=MEMO),
                Row.of("from the button until its card", measured.pressed_s, " s", target=MEMO),
                Row.of(f"of {size}", measured.large_s, " s", target=MEMO_LARGE),
                Row.of("memory of the process that makes it, at most", measured.child_mib, " MiB"),
                Row(
                    "of it and the bot together, at most",
                    max(measured.child_mib) + measured.bot_mib,
                    " MiB",
                    target=MEMO_MEMORY,
                ),
                Row("documents amiss", measured.amiss, note=f"of {measured.fetched}", target=NOTHING_AMISS),
            ],
        ),
        (
            "A question of somebody else's",
            [
                *_waited("while nothing is made", measured.alone_ms),
                *_waited("while the large memo is made", measured.meanwhile_ms, MEANWHILE),
            ],
        ),
        (
            f"Writing the memo of {size}, beside python-docx's add_row",
            [
                Row.of("the whole document", written.ours_s, " s"),
                Row.of("its table by add_row, without styles, head and widths", written.naive_s, " s"),
                Row.of("times faster", ratios(written.naive_s, written.ours_s)),
            ],
        ),
    ]


def _waited(when: str, times_ms: Sequence[float], target: Target | None = None) -> list[Row]:
    note = f"of {figure(len(times_ms))}"
    return [
        Row(f"{when}, p50", percentile(times_ms, 50), " ms", note),
        Row(f"{when}, p99", percentile(times_ms, 99), " ms", note, target),
    ]


def _in_ms(seconds: Sequence[float]) -> list[float]:
    return [each * 1000 for each in seconds]


def _sent(where: str, kept: Kept, target: Target | None = None) -> Row:
    note = f"the core at work {figure(median(kept.busy_ms))} ms for each"
    return Row.of(f"responses a second, {where}", kept.per_second, note=note, target=target)


def _cost(few: Kept, many: Kept, what: str, target: Target | None = None) -> Row:
    return Row.of(what, ratios(few.per_second, many.per_second), target=target)


def _pressed_ms(what: str, rounds: Sequence[Round], target: Target | None = None) -> list[Row]:
    """How long people looked at the card they had pressed."""
    laps = [[turn.answered_ms for turn in lap.turns if turn.answered_at] for lap in rounds]
    every = [ms for lap in laps for ms in lap]
    return [
        Row(f"{what}, {label}", percentile(every, percent), " ms", _range(laps, percent), judged)
        for label, percent, judged in (("p50", 50, None), ("p99", 99, target))
    ]


def _amiss(what: str, kept: Kept) -> Row:
    return Row(what, kept.amiss, note=f"of {figure(kept.pressed)}", target=NOTHING_AMISS)


def posting(measured: Posting) -> Section:
    """What came of posts to many channels."""
    bot, loop, ended = measured.bot, measured.loop, measured.ended
    ours, theirs = measured.ordered / bot.seconds, measured.looped / loop.seconds
    unknown = sum(post not in bot.answered for post in bot.taken)
    refused = ", ".join(f"{count} {why}" for why, count in sorted(bot.refused.items()))
    left = measured.ordered - ended[PostStatus.SENT] - ended[PostStatus.UNKNOWN]
    return f"{figure(measured.ordered)} posts to {CHANNELS} channels, where the connector fails by chance", [
        Row("until the last one is taken", bot.seconds, " s", f"answered: {refused}", POSTED),
        Row("at best, at 50 a second", measured.ordered / 50, " s"),
        Row("until what became of each is known", measured.settled_s, " s"),
        Row("posts a second", ours),
        Row("posts a second, a loop", theirs, note=f"of {figure(measured.looped)}"),
        Row("times a loop", ours / theirs),
        Row("at most in a second, in all", bot.most_in_all(1), target=IN_ALL),
        Row("at most in a second, in one channel", bot.most_in_thread(1), target=IN_THREAD),
        Row("posts unaccounted for", left, note=f"of {figure(measured.ordered)}", target=NOTHING_AMISS),
        Row("reported otherwise than it was", measured.wrong, target=NOTHING_AMISS),
        Row("reported unknown", ended[PostStatus.UNKNOWN], note=f"{unknown} of them were taken"),
        Row("sent twice", bot.twice, target=NOTHING_AMISS),
        Row("sent twice, a loop", loop.twice, note=f"of {figure(measured.looped)}"),
    ]
