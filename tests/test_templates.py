"""Near-duplicate texts: what belongs together, what does not, and laws that hold for any texts."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from analyzer.templates import components, templates
from benchmarks.message_templates import bench, scores

DUE = "【诚信达】林女士，您在安逸贷的借款已逾期{}天，应还{}元，请于今日内处理。多次联系未果将视为拒绝沟通"


def test_what_is_filled_in_does_not_count():
    texts = [
        DUE.format(3, "1,136.80"),
        DUE.format(12, "１２０９．５０"),
        DUE.format("xx", "***"),
        DUE.format(3, 9) + "！",
    ]
    assert templates(texts).tolist() == [0, 0, 0, 0]
    texts = ["查看 https://a.example/x?y=1 领取", "查看 b.com/77 领取", "查看 www.c.cn/Zz 领取", "查看领取"]
    assert templates(texts).tolist()[:3] == [0, 0, 0]


def test_single_words_and_clauses_may_differ():
    whole = DUE.format(3, 99)
    texts = [whole, whole.replace("林女士", "王先生"), whole.replace("多次联系未果将视为拒绝沟通", ""), whole[::-1]]
    assert templates(texts).tolist() == [0, 0, 0, 1]


def test_other_texts_are_other_groups():
    texts = [
        "您的快件已放在东门驿站，请及时领取",
        "今晚八点小区停水，请提前储水",
        "妈，我到了，勿念",
        "妈，我到了，勿念",
    ]
    assert templates(texts).tolist() == [0, 1, 2, 2]


def test_empty_and_odd_texts():
    texts = [
        "",
        "  ",
        None,
        "a",
        "？！",
        "？！",
        "。。",
        "7",
        "\ud800 half",
        "\x00",
        "\u202e\u2066",
        "x" * 3,
        "好" * 100_000,
    ]
    found = templates(texts).tolist()
    assert found[:3] == [-1, -1, -1] and found[4] == found[5] != found[6]
    assert templates([]).tolist() == [] and templates([]).dtype == np.int64


def test_a_chain_is_split():
    """Each text shares much with the next, the first and the last share nothing."""
    rng = np.random.default_rng(4)
    letters = [chr(0x4E00 + int(i)) for i in rng.permutation(4000)[:1000]]
    texts = ["".join(letters[i * 12 : i * 12 + 60]) for i in range(70)]
    found = templates(texts)
    assert found[0] != found[-1] and np.bincount(found).max() < 30


TEXT = st.text(st.sampled_from("您的账单快件逾期请领取 0123x，。abc好"), max_size=30)


@given(st.lists(TEXT, max_size=40), st.randoms(use_true_random=False))
def test_order_changes_names_only(texts, rng):
    order = list(range(len(texts)))
    rng.shuffle(order)
    first, second = templates(texts), templates([texts[i] for i in order])
    back = np.empty(len(texts), dtype=np.int64)
    back[order] = second
    pairs = set(zip(first.tolist(), back.tolist(), strict=True))
    assert len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})


@given(st.lists(TEXT, max_size=40))
def test_groups_are_numbered_by_appearance_and_equal_texts_stay_together(texts):
    found = templates(texts).tolist()
    seen = list(dict.fromkeys(g for g in found if g >= 0))
    assert seen == list(range(len(seen)))
    assert [g == -1 for g in found] == [not text.strip() for text in texts]
    assert templates(texts + texts).tolist() == found + found
    assert len({(t, g) for t, g in zip(texts, found, strict=True)}) == len(set(texts))


@given(st.integers(1, 30), st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=40))
def test_components_against_a_plain_walk(size, edges):
    edges = [(a % size, b % size) for a, b in edges]
    found = components(size, np.array([a for a, _ in edges], dtype=int), np.array([b for _, b in edges], dtype=int))
    label = list(range(size))
    for _ in range(size):
        for a, b in edges:
            label[a] = label[b] = min(label[a], label[b])
    names = {least: i for i, least in enumerate(sorted(set(label)))}
    assert found.tolist() == [names[least] for least in label]


def test_quality_on_the_bench():
    texts, truth = bench(10_000)
    precision, recall, cubed = scores(templates(texts), truth)
    assert precision > 0.9995 and recall > 0.97 and cubed > 0.98


def test_the_grouping_needs_no_scikit_learn():
    code = "import sys; from analyzer.templates import templates; templates(['a b c', 'd']); print('sklearn' in sys.modules, 'scipy' in sys.modules)"
    root = Path(__file__).resolve().parent.parent
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root).stdout == "False False\n"
    )


def test_grouper_as_an_estimator():
    from sklearn.base import clone

    from analyzer.template_grouper import TemplateGrouper

    texts = [DUE.format(3, 5), DUE.format(4, 8), "", "晚上几点到家"]
    grouper = clone(TemplateGrouper()).fit(texts)
    assert grouper.labels_.tolist() == [0, 0, -1, 1] == TemplateGrouper().fit_predict(texts).tolist()
    assert grouper.n_groups_ == 2
    for wrong in ("one text", [], [1, 2]):
        with pytest.raises(ValueError, match="text"):
            TemplateGrouper().fit(wrong)


DATA_FREE = (
    "check_estimator_cloneable", "check_estimator_tags_renamed", "check_valid_tag_types", "check_estimator_repr",
    "check_no_attributes_set_in_init", "check_do_not_raise_errors_in_init_or_set_param", "check_mixin_order",
    "check_parameters_default_constructible", "check_get_params_invariance", "check_set_params",
)  # fmt: skip
"""scikit-learn's own checks that need no table of figures. Of an estimator of texts `parametrize_with_checks` runs only the first
and skips the rest with a warning, so they are called by name."""


@pytest.mark.parametrize("check", DATA_FREE)
def test_scikit_learns_own_checks(check):
    from sklearn.utils import estimator_checks

    from analyzer.template_grouper import TemplateGrouper

    run = getattr(estimator_checks, check, None)
    if run is None:
        run = next(getattr(estimator_checks, name) for name in dir(estimator_checks) if name.startswith(check))
    run("TemplateGrouper", TemplateGrouper())


def test_what_the_skipped_checks_ask_holds_on_texts():
    from sklearn.exceptions import NotFittedError
    from sklearn.utils.estimator_checks import estimator_checks_generator
    from sklearn.utils.validation import check_is_fitted

    from analyzer.template_grouper import TemplateGrouper

    with pytest.warns(UserWarning, match="Can't test estimator"):
        for estimator, check in estimator_checks_generator(TemplateGrouper()):
            check(estimator)
    texts = [DUE.format(3, 5), "晚上几点到家", DUE.format(4, 8)]
    grouper = TemplateGrouper()
    with pytest.raises(NotFittedError):
        check_is_fitted(grouper)
    before = dict(vars(grouper))
    assert grouper.fit(texts) is grouper
    check_is_fitted(grouper)
    assert before == {} and set(vars(grouper)) == {"labels_", "n_groups_"}
    again = grouper.fit(np.array(texts, dtype=object)).labels_
    assert again.dtype == np.int64 and again.tolist() == [0, 1, 0] and texts[1] == "晚上几点到家"
