"""Runs the generated tests and compares what each came to with what is known of its page."""
import os
import sys
import unittest

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
sys.path.insert(0, os.getcwd())
django.setup()

from django.test.runner import DiscoverRunner  # noqa: E402

SLOW = {
    "patient_list": "List admin:clinic_patient_changelist: 7 queries for 2 rows, 11 for 6: one more per row",
    "patient_form": "Form admin:clinic_patient_change: 9 queries for 2 rows, 13 for 6: one more per row",
}
# the label of each permission reads its content type
SLOW["member_form"] = "Form admin:clinic_member_change: 85 queries for 2 rows, 89 for 6: one more per row"
SKIPPED = {
    "body_list": "`outline` of clinic.Body is a Shape, of which no value is known", "body_form": "is a Shape",
    "chicken_list": "clinic.Chicken needs a row that needs one of clinic.Chicken", "chicken_form": "needs a row",
    "egg_list": "needs a row", "egg_form": "needs a row",
    "sealed_list": "rows come from elsewhere", "sealed_form": "rows come from elsewhere",
    "hidden_list": "doesn't show the rows of this file: 0, then 0", "hidden_form": "answers with 302",
    "in_patient_form": "answers with 403",
}
FINE = {"ward_list", "ward_form", "pharmacy_list", "pharmacy_form", "profile_list", "profile_form", "member_list", "in_patient_list", "desk_patient_list", "desk_patient_form"}


def name_of(test):
    return test.id().rsplit(".test_", 1)[1].replace("clinic_", "")


class Runner(DiscoverRunner):
    def run_suite(self, suite, **kwargs):
        self.result = unittest.TextTestRunner(stream=open(os.devnull, "w")).run(suite)
        self.all = self.result.testsRun
        return self.result


runner = Runner(verbosity=0)
runner.run_tests(["tests.test_admin_queries"])
result = runner.result
failures = {name_of(test): trace.split("AssertionError: ", 1)[1].split("\n", 1)[0] for test, trace in result.failures}
skipped = {name_of(test): reason for test, reason in result.skipped}
wrong = [f"{name_of(test)}: {trace}" for test, trace in result.errors]
wrong += [f"{name}: {failures.get(name)}, expected {text}" for name, text in SLOW.items() if failures.get(name) != text]
wrong += [f"{name} is skipped: {skipped.get(name)}, expected {text}" for name, text in SKIPPED.items() if text not in skipped.get(name, "")]
wrong += [f"{name} is not expected: {text}" for name, text in {**failures, **skipped}.items() if name not in {**SLOW, **SKIPPED}]
wrong += [] if runner.all == len(SLOW) + len(SKIPPED) + len(FINE) else [f"{runner.all} tests ran"]
print(f"Django {django.get_version()}: {len(failures)} slow, {len(skipped)} skipped, {runner.all - len(failures) - len(skipped) - len(result.errors)} fine")
sys.exit("\n".join(wrong) if wrong else 0)
