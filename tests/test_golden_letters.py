"""The letters of the sample case say what they said when somebody last read them."""

import golden_letters as letters
import pytest


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_letters_of_the_sample_case_are_as_they_were_read(lang):
    kept = {path.name: path.read_bytes().decode("utf-8") for path in letters.FOLDER.glob(f"*.{lang}.txt")}
    made = letters.letters(lang)
    assert set(made) == set(kept)
    assert {name for name in made if made[name] != kept[name]} == set(), (
        "python -m tests.golden_letters generate, then read git diff"
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sample_case_goes_to_these_places(lang):
    names = {name.partition(".")[0] for name in letters.letters(lang)}
    assert {"guide", "lender", "china_mobile", "miit", "police", "nifa", "12315", "black_cat", "court"} <= names
