"""What can be tested of the bench without measuring anything: its table of cases, tables, plot."""

import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from bench.harness import plot, report, results
from bench.harness.cases import all_cases
from bench.harness.lab import Lab
from bench.harness.machine import NOTHING, Disturbance
from bench.harness.measuring import Comparison, Reading, Series, run
from bench.harness.micro_case import MicroCase


class FakeCase:
    """Two subjects whose readings are given beforehand."""

    name = "fake"
    title = "a <fake> case"
    rounds = None

    def __init__(self, comparison, readings):
        self.comparisons = (comparison,)
        self._readings = {name: iter(values) for name, values in readings.items()}
        self.order = []

    def probes(self, lab):
        return {name: self._open(name) for name in self._readings}

    def _open(self, name):
        case = self

        class Opened:
            def __enter__(self):
                return lambda: case.order.append(name) or next(case._readings[name])

            def __exit__(self, *_):
                pass

        return Opened()


def quiet(*rates):
    return [Reading({"rate": rate}, NOTHING) for rate in rates]


def judge(comparison, azen, peer):
    """The outcome of a case with those rates."""
    case = FakeCase(comparison, {"azen": quiet(*azen), "peer": quiet(*peer)})
    record = results.to_record(case, run(case, None, len(azen)))
    return results.outcomes(case, record)[0]


AT_LEAST_ONE = Comparison("rate", "azen", "peer", at_least=1)


class Cases(unittest.TestCase):
    def test_names_are_unique(self):
        names = [case.name for case in all_cases()]

        self.assertEqual(len(names), len(set(names)))

    def test_comparisons_are_between_subjects_of_their_case(self):
        with tempfile.TemporaryDirectory() as scratch:
            for case in all_cases():
                if isinstance(case, MicroCase):
                    continue  # its subjects are known once it is built
                subjects = case.probes(Lab(Path(scratch), 1))

                for comparison in case.comparisons:
                    self.assertIn(comparison.subject, subjects, case.name)
                    self.assertIn(comparison.against, [None, *subjects], case.name)
                    self.assertIn(comparison.metric, report.METRICS, case.name)


class Running(unittest.TestCase):
    def test_subjects_take_turns(self):
        case = FakeCase(AT_LEAST_ONE, {"azen": quiet(1, 1), "peer": quiet(1, 1)})

        run(case, None, 2)

        self.assertEqual(case.order, ["azen", "peer", "azen", "peer"])

    def test_a_disturbed_reading_is_taken_again(self):
        noisy = Reading({"rate": 1}, Disturbance(others=1, stolen=0))
        case = FakeCase(AT_LEAST_ONE, {"azen": [noisy, *quiet(7)]})

        series = run(case, None, 1)["azen"]

        self.assertEqual(series.figures["rate"], [7])
        self.assertEqual((series.repeated, series.disturbed), (1, 0))

    def test_on_a_busy_machine_readings_are_kept_and_marked(self):
        noisy = Reading({"rate": 1}, Disturbance(others=0, stolen=1))
        case = FakeCase(AT_LEAST_ONE, {"azen": [noisy] * 9})

        series = run(case, None, 2)["azen"]

        self.assertEqual(series.figures["rate"], [1, 1])
        self.assertEqual((series.repeated, series.disturbed), (2, 2))


class Outcomes(unittest.TestCase):
    def test_a_ratio_is_of_medians_and_its_spread_of_rounds(self):
        outcome = judge(AT_LEAST_ONE, [10, 20, 90], [10, 10, 30])

        self.assertEqual((outcome.value, outcome.low, outcome.high), (2, 1, 3))

    def test_bars_hold_at_their_value_and_not_beyond(self):
        at_most = Comparison("rate", "azen", "peer", at_most=1)

        self.assertTrue(judge(AT_LEAST_ONE, [10], [10]).holds)
        self.assertFalse(judge(AT_LEAST_ONE, [9], [10]).holds)
        self.assertTrue(judge(at_most, [10], [10]).holds)
        self.assertFalse(judge(at_most, [11], [10]).holds)

    def test_without_a_bar_nothing_is_judged(self):
        self.assertIsNone(judge(Comparison("rate", "azen", "peer"), [1], [1]).holds)


class Pages(unittest.TestCase):
    def test_the_table_has_ratio_bar_and_verdict(self):
        table = report.bars_table([judge(AT_LEAST_ONE, [1500], [2000])])

        self.assertIn("azen: 1 500 | peer: 2 000 | 0.75 (0.75–0.75) | ≥ 1 | **missed** |", table)

    def test_disturbed_readings_are_owned_up_to(self):
        series = {"azen": Series({"rate": [1.0, 3.0]}, repeated=4, disturbed=1)}

        table = report.case_table(results.to_record(FakeCase(AT_LEAST_ONE, {}), series))

        self.assertIn("| azen | 2 (1–3) | 2, 4 repeated, 1 disturbed |", table)

    def test_the_plot_is_well_formed_and_has_a_row_for_each_ratio(self):
        outcomes = [judge(AT_LEAST_ONE, [rate], [1000]) for rate in (1, 999, 250_000)]

        root = ElementTree.fromstring(plot.render(outcomes))

        rows = root.findall("{http://www.w3.org/2000/svg}g")
        self.assertEqual(len(rows), 3)
        self.assertIn("a <fake> case", ElementTree.tostring(rows[0], encoding="unicode", method="text"))


if __name__ == "__main__":
    unittest.main()
