"""`TemplateGrouper`: the near-duplicate groups of `analyzer.templates` as a scikit-learn clusterer, for notebooks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.base import BaseEstimator, ClusterMixin

from analyzer.templates import templates


class TemplateGrouper(ClusterMixin, BaseEstimator):
    """Cluster texts that were filled from the same template.

    Attributes
    ----------
    labels_ : ndarray of int64
        Group of each text, numbered by first appearance; -1 for empty ones, as scikit-learn's clusterers mark noise.
    n_groups_ : int
        Number of groups.

    Examples
    --------
    >>> texts = ["取件码3-1-2207，请到东门领取", "取件码8-2-4017，请到东门领取", "晚上几点到家"]
    >>> TemplateGrouper().fit_predict(texts).tolist()
    [0, 0, 1]
    """

    def fit(self, X: Sequence[str], y: object = None) -> TemplateGrouper:
        """Group the texts.

        Parameters
        ----------
        X : sequence of str
            Messages, one text each.
        y : ignored
            There for scikit-learn's conventions.

        Returns
        -------
        TemplateGrouper
            Itself.

        Raises
        ------
        ValueError
            When `X` is a single text or holds anything but texts.
        """
        if isinstance(X, str):
            raise ValueError("an iterable over texts is expected, not one text")
        texts = list(X)
        if not texts:
            raise ValueError("at least one text is needed")
        if wrong := next((one for one in texts if not isinstance(one, str) and one is not None), None):
            raise ValueError(f"texts are expected, not {type(wrong).__name__}")
        self.labels_ = templates(texts)
        self.n_groups_ = int(np.max(self.labels_, initial=-1)) + 1
        return self

    def __sklearn_tags__(self):
        """Input is a sequence of strings."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        return tags
